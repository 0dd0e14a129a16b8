import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { root } from '../stack/root.ts';

export interface PartPlan {
  readonly name: string;
  /** Below the repository. */
  readonly script: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly logFile: string;
}

const AGAIN_MS = 300;
const GOODBYE_MS = 8_000;
/** Ends the part when this process is gone. */
const leash = pathToFileURL(join(root, 'apps/tidbok/src/supervisor/leash.ts')).href;

/** One program of the product, started again whenever it dies. */
export class Part {
  readonly #plan: PartPlan;
  #child: ChildProcess | null = null;
  #leaving = false;
  #keeper: Promise<void> = Promise.resolve();
  deaths = 0;

  constructor(plan: PartPlan) {
    this.#plan = plan;
  }

  get name(): string {
    return this.#plan.name;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  start(): void {
    this.#keeper = this.#keep();
  }

  async stop(): Promise<void> {
    this.#leaving = true;
    const child = this.#child;
    if (child?.connected === true) child.send('stop', () => undefined);
    const insist = setTimeout(() => child?.kill('SIGKILL'), GOODBYE_MS);
    await this.#keeper;
    clearTimeout(insist);
  }

  async #keep(): Promise<void> {
    while (!this.#leaving) {
      const log = await open(this.#plan.logFile, 'a');
      if (this.#leaving) return log.close();
      const child = spawn(process.execPath, ['--import', leash, join(root, this.#plan.script)], {
        cwd: root,
        env: this.#plan.environment,
        stdio: ['ignore', log.fd, log.fd, 'ipc'],
      });
      await log.close();
      this.#child = child;
      await once(child, 'exit');
      if (this.#leaving) return;
      this.deaths += 1;
      await pause(AGAIN_MS);
    }
  }
}
