import { createToken } from './operator.ts';
import { newDataFolder, removeData, stackAt, startStack, stopStack } from './stack.ts';
import { portVariable, dataVariable, tokenVariable } from './environment.ts';

/** Ports of their own, so that a developer's `npm start` may run beside the tests. */
const PORTS = { book: 5711, site: 5712, client: 5713 };

/**
 * Starts the whole product once for all files of this folder, from cold data. A stack that runs
 * already can be lent by its data folder and ports, for those who work on the tests.
 */
export default async function setUp(): Promise<() => Promise<void>> {
  if (process.env[dataVariable] !== undefined) return () => Promise.resolve();
  const stack = stackAt(await newDataFolder(), PORTS);
  await startStack(stack);
  process.env[dataVariable] = stack.dataFolder;
  process.env[portVariable] = JSON.stringify(PORTS);
  process.env[tokenVariable] = await createToken(stack, 'admin');
  return async () => {
    await stopStack(stack);
    await removeData(stack);
  };
}
