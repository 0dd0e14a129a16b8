import { DEMO_USERS } from '../demo/index.ts';
import type { Settings } from '../settings.ts';
import { messageFolderOf } from './parts.ts';
import { databaseFolderElsewhere } from './database-folder.ts';

/** The addresses, and the demo's logins. */
export async function printWelcome(settings: Settings, say: (line: string) => void): Promise<void> {
  const { bookPort, sitePort, clientPort } = settings;
  say(`Book           http://localhost:${bookPort}`);
  say(`Site           http://localhost:${sitePort}`);
  say(`Online Client  http://localhost:${clientPort}`);
  const elsewhere = await databaseFolderElsewhere(settings.dataFolder);
  if (elsewhere !== undefined) {
    say(`Databases      ${elsewhere} (PostgreSQL's account may not enter ${settings.dataFolder})`);
  }
  if (!settings.loadsDemo) return;
  say(`Messages       ${messageFolderOf(settings)} (nothing is sent to anybody)`);
  say('Demo logins to the book:');
  const width = Math.max(...DEMO_USERS.map(({ signInName }) => signInName.length));
  for (const { signInName, password, name } of DEMO_USERS) {
    say(`  ${signInName.padEnd(width)}  ${password}  (${name})`);
  }
}
