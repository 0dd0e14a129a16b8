import { parentPort } from 'node:worker_threads';
import { mutants } from '../mutants/index.ts';
import type { Stretch } from './pool.ts';
import { runSeeds } from './seeds.ts';

const port = parentPort;
if (port === null) throw new Error('this is the body of a worker');

port.on('message', ({ mutant: name, ...seeds }: Stretch) => {
  const mutant = mutants.find((each) => each.name === name);
  port.postMessage(runSeeds(mutant === undefined ? seeds : { ...seeds, mutant }));
});
