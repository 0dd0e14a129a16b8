// npm test: install, also a browser where that is ours to do, build the pages, run everything.
import { buildApps } from './build.mjs';
import { ensureChromium } from './chromium.mjs';
import { ensureInstalled } from './install.mjs';
import { runScript } from './run-script.mjs';

ensureInstalled();
ensureChromium();
await buildApps();
process.exitCode = await runScript('tools/test-run/main.ts', process.argv.slice(2));
