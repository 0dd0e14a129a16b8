import { isoWeek, type LocalDate } from '@tidbok/core';
import { calendarWords, type BookMessages, type Locale } from '@tidbok/text';
import type { PatientLine } from '../calls/patient-calls.ts';
import { lineName } from '../patients/line-name.ts';
import { settingsSections } from '../settings/sections.ts';
import { inUse, type RegisterSummary } from '../shell/register.ts';
import { readWanted } from './read-wanted.ts';

/** One thing to go to, or to do. */
export interface Find {
  readonly id: string;
  readonly kind: 'patient' | 'date' | 'practitioner' | 'page' | 'command';
  readonly label: string;
  readonly hint: string;
  /** Where it leads; the commands `shortcuts` and `sign-out` lead nowhere. */
  readonly href: string | null;
}

export interface Around {
  readonly register: RegisterSummary;
  readonly say: BookMessages;
  readonly locale: Locale;
}

const shownAtMost = 12;

/** What fits what was typed: the day first, then patients, people, pages and commands. */
export function findsFor(
  text: string,
  patients: readonly PatientLine[],
  around: Around,
): readonly Find[] {
  const { say } = around;
  const known = [...people(around), ...pages(around), ...commands(say)];
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return commands(say);
  const fitting = known.filter(({ label }) => startsAWord(label, wanted));
  const named = patients.map((line): Find => ({
    id: `patient-${line.id}`,
    kind: 'patient',
    label: lineName(line, say),
    hint: line.numberMasked,
    href: `/patienter/${line.id}`,
  }));
  return [...dates(text, around), ...named, ...fitting].slice(0, shownAtMost);
}

function startsAWord(label: string, wanted: string): boolean {
  const low = label.toLowerCase();
  return low.startsWith(wanted) || low.includes(` ${wanted}`);
}

function dates(text: string, { register, say, locale }: Around): Find[] {
  const wanted = readWanted(text, register.today);
  if (wanted === undefined) return [];
  const { date, view } = wanted;
  const words = calendarWords(locale);
  const label =
    view === 'day'
      ? say.search.goToDay(words.dayAndYear(date))
      : say.search.goToWeek(words.week(isoWeek(date).week));
  const hint = view === 'day' ? '' : date;
  return [{ id: `date-${date}`, kind: 'date', label, hint, href: bookOf(date, view) }];
}

function bookOf(date: LocalDate, view: 'day' | 'week'): string {
  return `/?${new URLSearchParams({ date, view }).toString()}`;
}

function people({ register }: Around): Find[] {
  return inUse(register.practitioners).map(({ id, name, clinicId }) => ({
    id: `practitioner-${id}`,
    kind: 'practitioner',
    label: name,
    hint: register.clinics.find((clinic) => clinic.id === clinicId)?.name ?? '',
    href: `/?${new URLSearchParams({ clinic: clinicId, date: register.today }).toString()}`,
  }));
}

function pages({ register, say }: Around): Find[] {
  const may = register.user?.permissions ?? [];
  const sections = settingsSections(say, {
    mayUsers: may.includes('write-users'),
    mayMove: may.includes('write-settings'),
  });
  const all = [
    { name: say.nav.book, href: '/' },
    { name: say.nav.patients, href: '/patienter' },
    { name: say.nav.recall, href: '/revision' },
    { name: say.toolbar.schedule, href: '/arbetsschema' },
    ...sections.flatMap((group) => group.sections),
  ];
  return all.map(({ name, href }) => ({
    ...{ id: `page-${href}`, kind: 'page', label: name, hint: '', href },
  }));
}

function commands(say: BookMessages): Find[] {
  const command = (id: string, label: string, href: string | null): Find => ({
    ...{ id, kind: 'command', label, hint: '', href },
  });
  return [
    command('today', say.search.today, '/'),
    command('new-patient', say.search.newPatient, '/patienter/ny'),
    command('shortcuts', say.search.shortcuts, null),
  ];
}
