import { spawn } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { pinnedNode, root } from './install.mjs';

/**
 * Runs a script of the repository with the pinned Node and gives its exit code.
 * The script holds an IPC channel to this process, so it can tell when this one is killed.
 */
export function runScript(script, args = []) {
  const node = pinnedNode();
  const child = spawn(node, [join(root, script), ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  return new Promise((done) => {
    child.on('error', (error) => {
      console.error(`${node} could not be started: ${error.message}`);
      done(1);
    });
    child.on('exit', (code) => {
      if (child.connected) child.disconnect();
      done(code ?? 1);
    });
  });
}
