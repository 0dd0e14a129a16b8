// npm start: install, build the two web apps when their sources changed, then the supervisor.
import { buildApps } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { runScript } from './run-script.mjs';

ensureInstalled();
await buildApps();
process.exitCode = await runScript('apps/tidbok/src/supervisor/main.ts');
