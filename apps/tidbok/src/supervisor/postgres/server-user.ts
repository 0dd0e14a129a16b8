import { spawnSync } from 'node:child_process';
import { chownSync } from 'node:fs';

/** The account that PostgreSQL runs under: it refuses to run as root. */
export type ServerUser =
  | { readonly isSelf: true }
  | { readonly isSelf: false; readonly uid: number; readonly gid: number };

const accountName = 'tidbok';

/** This account, or when it is root the system account `tidbok`, made at the first start. */
export function findServerUser(): ServerUser {
  if (process.getuid?.() !== 0) return { isSelf: true };
  const found = lookUp(accountName) ?? (makeAccount() ? lookUp(accountName) : undefined);
  const user = found ?? lookUp('postgres');
  if (user) return user;
  throw new Error(
    `PostgreSQL refuses to run as root, and no system account "${accountName}" could be made: ` +
      'start Tidbok as an ordinary user, or set BOOK_DATABASE_URL and SITE_DATABASE_URL.',
  );
}

/** Gives a path to the server's account. */
export function handOver(path: string, user: ServerUser): void {
  if (!user.isSelf) chownSync(path, user.uid, user.gid);
}

/** May the server's account enter this folder? */
export function mayEnter(user: ServerUser, folder: string): boolean {
  if (user.isSelf) return true;
  const { uid, gid } = user;
  return spawnSync('test', ['-x', folder], { uid, gid, cwd: '/', stdio: 'ignore' }).status === 0;
}

function lookUp(name: string): ServerUser | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) => {
    const answer = spawnSync('id', [flag, name], { encoding: 'utf8' });
    return answer.status === 0 ? Number(answer.stdout) : undefined;
  });
  return uid === undefined || gid === undefined ? undefined : { isSelf: false, uid, gid };
}

function makeAccount(): boolean {
  const shell = '/usr/sbin/nologin';
  const flags = ['--system', '--user-group', '--no-create-home', '--shell', shell];
  return spawnSync('useradd', [...flags, accountName], { stdio: 'ignore' }).status === 0;
}
