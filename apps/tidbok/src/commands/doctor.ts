import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { checkComputer, checkWay } from '@tidbok/line';
import { checkWords, type CheckName } from '@tidbok/text';
import type { Answer, Command } from '../command.ts';
import type { Operator } from '../operator.ts';

type Finding = {
  readonly check: CheckName;
  readonly result: 'ok' | 'warn' | 'fail';
  readonly code: string;
  readonly about: Readonly<Record<string, string | number>>;
};

const marks = { ok: 'ok  ', warn: 'warn', fail: 'FAIL' };

/** Walks from the clinic's database to the site and back; it changes nothing. */
export const doctor: Command = {
  words: 'doctor',
  summary: 'At the clinic: checks database, disk, keys, clock, proxy, DNS, TLS and the way.',
  usage: '[--site URL]',
  options: { site: { type: 'string' } },
  run: async (operator, given): Promise<Answer> => {
    const findings = await examine(operator, given.one('site'));
    const isBad = findings.some(({ result }) => result === 'fail');
    const told = findings.map((finding) => ({ ...finding, ...checkWords('en', finding) }));
    const width = Math.max(...told.map(({ what }) => what.length));
    const text = told.map(
      (each) => `${marks[each.result]}  ${each.what.padEnd(width)}  ${each.says}`,
    );
    return { json: { ok: !isBad, findings: told }, text: text.join('\n'), isBad };
  },
};

async function examine(operator: Operator, site: string | undefined): Promise<Finding[]> {
  const { dataFolder, nowFile } = operator.settings;
  const keys = [
    join(dataFolder, 'client', 'identity-key'),
    join(dataFolder, 'secrets', 'site-key'),
  ];
  const [database, computer] = await Promise.all([
    examineDatabase(operator),
    folderThere(dataFolder).then((there) => checkComputer(there, keys)),
  ]);
  const siteUrl = site ?? database.siteUrl;
  // A clock that tests have set says nothing of this computer's.
  const way = siteUrl === null ? [] : await checkWay(siteUrl, () => Date.now());
  const isSet = nowFile !== undefined;
  return [...database.findings, ...computer, ...way.filter((f) => !(isSet && f.check === 'clock'))];
}

async function examineDatabase(
  operator: Operator,
): Promise<{ readonly findings: readonly Finding[]; readonly siteUrl: string | null }> {
  try {
    const clinic = await operator.clinic();
    const siteUrl = (await clinic.syncState())?.siteUrl ?? null;
    return { findings: await clinic.examine(), siteUrl };
  } catch (error) {
    const about = { error: error instanceof Error ? error.message : String(error) };
    const check = 'database';
    return { findings: [{ check, result: 'fail', code: 'database-away', about }], siteUrl: null };
  }
}

/** Before the first start there is no data folder: its disk is that of the working folder. */
function folderThere(folder: string): Promise<string> {
  return access(folder).then(
    () => folder,
    () => process.cwd(),
  );
}
