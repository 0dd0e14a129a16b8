import { freePorts } from './free-ports.ts';
import { createToken } from './operator.ts';
import { newDataFolder, removeData, stackAt, startStack, stopStack } from './stack.ts';
import { portVariable, dataVariable, tokenVariable } from './environment.ts';

/**
 * Starts the whole product once for all files of this folder, from cold data. A stack that runs
 * already can be lent by its data folder and ports, for those who work on the tests.
 */
export default async function setUp(): Promise<() => Promise<void>> {
  if (process.env[dataVariable] !== undefined) return () => Promise.resolve();
  const [book = 0, site = 0, client = 0] = await freePorts(3);
  const ports = { book, site, client };
  const stack = stackAt(await newDataFolder(), ports);
  await startStack(stack);
  process.env[dataVariable] = stack.dataFolder;
  process.env[portVariable] = JSON.stringify(ports);
  process.env[tokenVariable] = await createToken(stack, 'admin');
  return async () => {
    await stopStack(stack);
    await removeData(stack);
  };
}
