// node run.mjs SCRIPT ARGS…: installs when needed, then runs SCRIPT with the pinned Node.
import { ensureInstalled } from './install.mjs';
import { runScript } from './run-script.mjs';

const [script, ...args] = process.argv.slice(2);
ensureInstalled();
process.exitCode = await runScript(script, args);
