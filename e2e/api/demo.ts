import { spareIdentityNumbers } from '@tidbok/cli/demo';
import { BookApi, type Named, type Planned } from './book-api.ts';
import { at, dateAfter, emptyDay } from './local-time.ts';
import { SiteApi, type PatientDetails, type SiteTime } from './site-api.ts';
import { adminToken, sharedStack } from '../stack/environment.ts';
import type { Stack } from '../stack/stack.ts';
import { waitUntil } from '../stack/wait-until.ts';

/** The ids behind the names that the demo's people know. */
export interface Demo {
  readonly stack: Stack;
  readonly site: SiteApi;
  readonly book: BookApi;
  readonly clinicId: (name: string) => string;
  readonly chairId: (name: string) => string;
  readonly practitionerId: (name: string) => string;
  readonly templateId: (name: string) => string;
  readonly kindId: (name: string) => string;
}

const finder =
  (what: string, items: readonly Named[]) =>
  (name: string): string => {
    const found = items.find((item) => item.name.includes(name));
    if (found === undefined) throw new Error(`the demo has no ${what} ${name}`);
    return found.id;
  };

/** Opens the shared stack's two APIs. */
export const openDemo = (): Promise<Demo> => openDemoOn(sharedStack(), adminToken());

/** Opens the two APIs of a stack, with a token of an administrator's. */
export const openDemoOn = async (stack: Stack, token: string): Promise<Demo> => {
  const site = new SiteApi(stack.siteUrl);
  const book = new BookApi(stack.bookUrl, token);
  const [clinics, chairs, practitioners, templates, kinds] = await Promise.all([
    site.clinics(),
    book.items<Named>('/resources'),
    book.items<Named>('/practitioners'),
    book.items<Named>('/booking-templates'),
    book.items<Named>('/preblock-kinds'),
  ]);
  return {
    stack,
    site,
    book,
    clinicId: finder('clinic', clinics),
    chairId: finder('chair', chairs),
    practitionerId: finder('practitioner', practitioners),
    templateId: (name) => {
      const exact = templates.find((template) => template.name === name);
      return exact?.id ?? finder('template', templates)(name);
    },
    kindId: finder('kind', kinds),
  };
};

let nextPatient = 0;

/** 12 as "bc": names have no digits. */
const inLetters = (number: number): string =>
  [...String(number)].map((digit) => 'abcdefghij'.charAt(Number(digit))).join('');

/** Somebody who is not in the register, under a number that no real person has. */
export const newPatient = (): PatientDetails => {
  const numbers = spareIdentityNumbers();
  const number = numbers[nextPatient % numbers.length] ?? '';
  nextPatient += 1;
  return {
    givenName: 'Prov',
    familyName: `Webb${inLetters(nextPatient)}`,
    personalIdentityNumber: `${number.slice(0, 8)}-${number.slice(8)}`,
    email: 'prov@example.se',
    mobile: '070-174 06 05',
  };
};

/** A stretch of Internet time that a test has for itself. */
export interface Published {
  readonly clinicId: string;
  readonly chairId: string;
  readonly practitionerId: string;
  readonly templateId: string;
  readonly date: string;
  readonly shift: Planned;
  readonly preblockId: string;
}

export interface Publication {
  readonly clinic?: string;
  readonly chair: string;
  readonly practitioner: string;
  readonly kind?: string;
  readonly template?: string;
  /** Another chair that nobody works in that day. */
  readonly alsoFree?: string;
  /** Left out: a day of its own. */
  readonly date?: string;
  readonly from: string;
  readonly to: string;
}

/** How far the search for a day of one's own goes, in weekdays. */
const DAYS_TO_TRY = 80;

/** A far weekday on which neither chair nor practitioner has a shift or visit: the test's own. */
export const ownDay = async (
  demo: Demo,
  { chair, practitioner, alsoFree }: Pick<Publication, 'chair' | 'practitioner' | 'alsoFree'>,
): Promise<string> => {
  const chairs = [chair, ...(alsoFree === undefined ? [] : [alsoFree])].map(demo.chairId);
  const subjects = [...chairs, demo.practitionerId(practitioner)];
  const [from, to] = [emptyDay(0), dateAfter(emptyDay(DAYS_TO_TRY), 1)];
  const shifts = await demo.book.items<Planned>(`/shifts?from=${from}&to=${to}`);
  const taken = new Set(
    shifts
      .filter((shift) =>
        subjects.some((id) => id === shift.resourceId || id === shift.practitionerId),
      )
      .map(({ start }) => start.slice(0, 10)),
  );
  for (let index = 0; index < DAYS_TO_TRY; index += 1) {
    const day = emptyDay(index);
    if (taken.has(day)) continue;
    const visits = await demo.book.bookings(day, day);
    if (!visits.some(({ resourceId }) => subjects.includes(resourceId))) return day;
  }
  throw new Error(`${practitioner} has no empty day left`);
};

/** Staff work and publish; the times of the template that the site then shows. */
export const timesOf = async (
  demo: Demo,
  { clinicId, templateId, practitionerId, chairId, date }: Published,
): Promise<readonly SiteTime[]> => {
  const times = await demo.site.times({
    clinicId,
    templateId,
    practitionerId,
    from: date,
    to: date,
  });
  return times.filter(({ resourceId }) => resourceId === chairId);
};

/** Gives the practitioner a shift, publishes it whole, and waits until the site offers it. */
export const publish = async (demo: Demo, wanted: Publication): Promise<Published> => {
  const clinicId = demo.clinicId(wanted.clinic ?? 'Lund');
  const chairId = demo.chairId(wanted.chair);
  const practitionerId = demo.practitionerId(wanted.practitioner);
  const date = wanted.date ?? (await ownDay(demo, wanted));
  const stretch = { start: at(date, wanted.from), end: at(date, wanted.to) };
  const shift = await demo.book.insertShift({ resourceId: chairId, practitionerId, ...stretch });
  const preblock = await demo.book.placePreblock({
    preblockKindId: demo.kindId(wanted.kind ?? 'E-tid US/Röntgen'),
    resourceId: chairId,
    ...stretch,
  });
  const published = {
    clinicId,
    chairId,
    practitionerId,
    templateId: demo.templateId(wanted.template ?? 'Undersökning'),
    date,
    shift,
    preblockId: preblock.id,
  };
  await waitUntil(async () => (await timesOf(demo, published)).length > 0, {
    what: `the site to offer ${date} ${wanted.from}`,
  });
  return published;
};
