import { stackAt, type Stack, type StackPorts } from './stack.ts';

export const dataVariable = 'TIDBOK_E2E_DATA';
export const portVariable = 'TIDBOK_E2E_PORTS';
export const tokenVariable = 'TIDBOK_E2E_TOKEN';

const read = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: run the tests with Vitest`);
  return value;
};

/** The stack that the run's set-up started. */
export const sharedStack = (): Stack => {
  const ports = JSON.parse(read(portVariable)) as StackPorts;
  return stackAt(read(dataVariable), ports);
};

/** A key to the staff API with every right. */
export const adminToken = (): string => read(tokenVariable);
