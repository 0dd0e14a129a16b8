import { resolve } from 'node:path';
import { CommandRefused, type Answer, type Command, type Given } from '../command.ts';
import { carryOut, printedBy } from '../service/carry-out.ts';
import {
  serviceName,
  toldSteps,
  type Platform,
  type Served,
  type ServicePlan,
  type Step,
} from '../service/plan.ts';
import { installOnLinux, uninstallOnLinux } from '../service/systemd.ts';
import { installOnWindows, uninstallOnWindows } from '../service/windows.ts';

const repository = resolve(import.meta.dirname, '../../../..');

const options = {
  'dry-run': { type: 'boolean' },
  only: { type: 'string' },
  platform: { type: 'string' },
  user: { type: 'string' },
} as const;

const common = '[--only online-client] [--dry-run [--platform linux|windows]]';

const install: Command = {
  words: 'service install',
  summary: 'Lets this computer start Tidbok by itself and keep it running.',
  usage: `[--user NAME] ${common}`,
  options,
  run: async (_operator, given) => {
    const plan: ServicePlan = {
      served: servedBy(given),
      root: repository,
      node: process.execPath,
      user: account(given.one('user') ?? 'tidbok'),
    };
    const isLinux = platformOf(given) === 'linux';
    return does(given, isLinux ? installOnLinux(plan) : installOnWindows(plan));
  },
};

const uninstall: Command = {
  words: 'service uninstall',
  summary: 'Takes the service away again; data and settings stay.',
  usage: common,
  options,
  run: async (_operator, given) => {
    const served = servedBy(given);
    const isLinux = platformOf(given) === 'linux';
    return does(given, isLinux ? uninstallOnLinux(served) : uninstallOnWindows(served));
  },
};

const status: Command = {
  words: 'service status',
  summary: 'Whether the service is installed and runs.',
  usage: '[--only online-client]',
  options,
  run: async (_operator, given): Promise<Answer> => {
    const name = serviceName(servedBy(given));
    const state =
      platformOf(given) === 'linux'
        ? await printedBy('systemctl', ['is-active', `${name}.service`])
        : /STATE\s*:\s*\d+\s+(\w+)/.exec(await printedBy('sc.exe', ['query', name]))?.[1];
    const isRunning = state === 'active' || state === 'RUNNING';
    const told = state === undefined || state === '' ? 'unknown' : state.toLowerCase();
    return { json: { name, state: told, isRunning }, text: `${name}: ${told}`, isBad: !isRunning };
  },
};

export const serviceCommands: readonly Command[] = [install, uninstall, status];

async function does(given: Given, steps: readonly Step[]): Promise<Answer> {
  const told = toldSteps(steps);
  if (given.one('dry-run') !== undefined) return { json: { done: false, steps }, text: told };
  if (process.getuid !== undefined && process.getuid() !== 0) {
    const message = 'Only an administrator may do this: use sudo, or look first with --dry-run.';
    throw new CommandRefused('not-administrator', message);
  }
  await carryOut(steps);
  return { json: { done: true, steps }, text: `${told}\nDone.` };
}

function servedBy(given: Given): Served {
  const only = given.one('only');
  if (only === undefined) return 'all';
  if (only === 'online-client') return only;
  throw new CommandRefused('usage', '--only takes online-client.');
}

function platformOf(given: Given): Platform {
  const here = process.platform === 'win32' ? 'windows' : 'linux';
  const asked = given.one('platform') ?? here;
  if (asked !== 'linux' && asked !== 'windows') {
    throw new CommandRefused('usage', '--platform takes linux or windows.');
  }
  if (asked !== here && given.one('dry-run') === undefined) {
    throw new CommandRefused('usage', '--platform names another system only with --dry-run.');
  }
  return asked;
}

function account(name: string): string {
  if (/^[a-z_][a-z0-9_-]{0,30}$/.test(name)) return name;
  throw new CommandRefused('usage', '--user takes the name of an account.');
}
