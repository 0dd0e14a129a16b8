// node run.mjs [--pages] SCRIPT ARGS…: installs when needed, builds the web apps when the script
// needs their pages, then runs it with the pinned Node.
import { buildApps } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { runScript } from './run-script.mjs';

const words = process.argv.slice(2);
const needsPages = words[0] === '--pages';
const [script, ...args] = needsPages ? words.slice(1) : words;
ensureInstalled();
if (needsPages) await buildApps();
process.exitCode = await runScript(script, args);
