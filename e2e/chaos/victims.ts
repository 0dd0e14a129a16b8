import { readdirSync, readFileSync } from 'node:fs';
import { Client } from 'pg';
import type { Stage } from './stage.ts';

/** Every process that may be killed or paused, by name: a database with its children. */
export const victimsOf = ({ parts, servers }: Stage): ReadonlyMap<string, () => number[]> => {
  const victims = new Map<string, () => number[]>();
  for (const part of parts) {
    victims.set(part.name, () => (part.pid === undefined ? [] : [part.pid]));
  }
  for (const [name, server] of Object.entries(servers)) {
    victims.set(name, () => [server.pid(), ...childrenOf(server.pid())]);
  }
  return victims;
};

/** Those of /proc; elsewhere a pause of the first process must do. */
export const childrenOf = (pid: number): number[] => {
  try {
    return readdirSync('/proc').flatMap((name) => {
      const child = Number(name);
      return Number.isInteger(child) && parentOf(child) === pid ? [child] : [];
    });
  } catch {
    return [];
  }
};

const parentOf = (pid: number): number | undefined => {
  try {
    // `PID (COMMAND) STATE PARENT …`; the command itself may hold parentheses.
    const line = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    return Number(line.slice(line.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
};

/** False when it is gone already. */
export const signal = (pid: number, name: NodeJS.Signals): boolean => {
  try {
    process.kill(pid, name);
    return true;
  } catch {
    return false;
  }
};

/** As its superuser, past the faulty lines: makes a server refuse to write, or write again. */
export const setReadOnly = async (databaseUrl: string, isReadOnly: boolean): Promise<void> => {
  const url = new URL(databaseUrl);
  url.username = 'postgres';
  const client = new Client({ connectionString: url.href, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    // The superuser's own next command must be able to undo it.
    await client.query('set default_transaction_read_only = off');
    await client.query(
      isReadOnly
        ? 'alter system set default_transaction_read_only = on'
        : 'alter system reset default_transaction_read_only',
    );
    await client.query('select pg_reload_conf()');
  } finally {
    await client.end().catch(() => undefined);
  }
};
