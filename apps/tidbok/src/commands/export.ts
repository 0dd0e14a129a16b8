import { writeFile } from 'node:fs/promises';
import { EXPORT_FORMATS } from '@tidbok/service/clinic';
import { CommandRefused, valueOf, type Command } from '../command.ts';
import { actingUser } from './acting-user.ts';
import { kindOf } from './import.ts';

export const exportFile: Command = {
  words: 'export',
  summary: 'Takes patients, practitioners, shifts or coming bookings out as a file.',
  usage: `KIND FILE [--format ${EXPORT_FORMATS.join('|')}] [--as SIGN-IN-NAME]
  Persons with protected identity are left out, and the export is recorded.`,
  options: { format: { type: 'string' }, as: { type: 'string' } },
  run: async (operator, given) => {
    const [kind, file] = given.positionals;
    if (kind === undefined || file === undefined) {
      throw new CommandRefused('usage', 'Which kind, and into which file?');
    }
    const wanted = given.one('format') ?? (file.endsWith('.ics') ? 'icalendar' : 'csv');
    const format = EXPORT_FORMATS.find((each) => each === wanted);
    if (format === undefined) throw new CommandRefused('usage', `No format "${wanted}".`);
    const clinic = await operator.clinic();
    const by = await actingUser(clinic, given.one('as'));
    const made = valueOf(await clinic.exportFile(by, { kind: kindOf(kind), format }));
    await writeFile(file, made.text, { mode: 0o600 });
    return { json: { file, count: made.count }, text: `${made.count} rows are in ${file}.` };
  },
};
