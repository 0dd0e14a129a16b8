/** A day of the book as its server tells it: fifty chairs, eighteen visits in each. */
export const CHAIRS = 50;
export const VISITS_A_CHAIR = 18;
const DATE = '2026-12-01';
const COLOURS = ['#1d6fb8', '#0b7f6b', '#9a4a12', '#7d2a6e', '#b3261e', '#5a6b12'];
const FIRST_MINUTE = 8 * 60;
const LENGTH = 25;
const STEP = 30;

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
const moment = (minute: number): string => `${DATE}T${clock(minute)}:00+01:00`;
const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

const booking = (chair: number, fromMinute: number, id: string) => ({
  id,
  date: DATE,
  fromMinute,
  toMinute: fromMinute + LENGTH,
  start: moment(fromMinute),
  end: moment(fromMinute + LENGTH),
  resourceId: `chair-${String(chair)}`,
  practitionerId: `person-${String(chair)}`,
  templateId: 'examination',
  templateName: 'Undersökning',
  category: {
    id: `category-${String(fromMinute % COLOURS.length)}`,
    name: 'US/Röntgen',
    sign: 'U',
    colour: COLOURS[(chair + fromMinute) % COLOURS.length] ?? '#000000',
  },
  patient: {
    id: `patient-${id}`,
    name: `Prov Provsson ${id}`,
    givenName: 'Prov',
    familyName: `Provsson ${id}`,
    identityNumberMasked: '19121212-••••',
    email: 'prov@example.se',
    mobile: '0701740605',
    isProtected: false,
  },
  bookText: fromMinute % 60 === 0 ? 'US' : 'Lagn Comp 36',
  summonsCard: fromMinute % 90 === 0,
  moveNextRecall: false,
  expectedAmount: 800,
  state: fromMinute % 120 === 0 ? 'arrived' : 'confirmed',
  source: fromMinute % 150 === 0 ? 'online' : 'staff',
  registeredBy: 'Anna R.',
  registeredAt: moment(1),
  changedAt: moment(1),
  version: 1,
  replaces: null,
  conflict: false,
  override: false,
  overridden: [],
  detailsDiffer: false,
});

/**
 * The answer of `GET /api/v1/book` after so many more visits were booked while it is open; whole,
 * or what is newer than `since`, as the product answers.
 */
export const crowdedDay = (more: number, since: string | null): object => {
  const bookings = allBookings(more);
  const isNew = ({ version }: { version: number }) => since === null || version > Number(since);
  return {
    ...dayOf(more),
    bookings: bookings.filter(isNew),
    unchanged: bookings.filter((each) => !isNew(each)).map(({ id }) => id),
  };
};

const allBookings = (more: number) => [
  ...numbers(CHAIRS).flatMap((chair) =>
    numbers(VISITS_A_CHAIR).map((visit) =>
      booking(chair, FIRST_MINUTE + visit * STEP, `${String(chair)}-${String(visit)}`),
    ),
  ),
  // Late visits, one more each time the day is read.
  ...numbers(more).map((visit) => ({
    ...booking(visit % CHAIRS, 17 * 60, `late-${String(visit)}`),
    version: 2 + visit,
  })),
];

const dayOf = (more: number): object => {
  const stretch = { date: DATE, fromMinute: FIRST_MINUTE, toMinute: 18 * 60 };
  const chairs = numbers(CHAIRS);
  const preblock = (chair: number) => ({
    ...{ id: `preblock-${String(chair)}`, kindId: 'kind', name: 'E-tid US', text: '' },
    ...{ colour: '#4d7c0f', type: 'internet', seriesId: null, expired: false },
    ...{ resourceId: `chair-${String(chair)}`, date: DATE, fromMinute: 600, toMinute: 720 },
  });
  return {
    asOf: moment(1),
    revision: more,
    zoneId: 'Europe/Stockholm',
    clinic: { id: 'clinic', name: 'Kliniken' },
    days: [{ date: DATE, isoWeek: 49, redDay: null }],
    resources: chairs.map((chair) => ({
      id: `chair-${String(chair)}`,
      name: `Stol ${String(chair + 1)}`,
      practitioners: [
        {
          id: `person-${String(chair)}`,
          name: `Behandlare ${String(chair + 1)}`,
          title: 'dentist',
        },
      ],
    })),
    shifts: chairs.map((chair) => ({
      ...stretch,
      ...{ id: `shift-${String(chair)}`, resourceId: `chair-${String(chair)}` },
      practitionerId: `person-${String(chair)}`,
    })),
    preblocks: chairs.filter((chair) => chair % 2 === 0).map(preblock),
    offers: [],
    summary: { offered: 0, soldOnline: 0, free: 0, preliminary: 0 },
    needsPerson: [],
    sync: {
      paired: true,
      connected: true,
      connectedSince: null,
      lastExchangeAt: null,
      mode: 'paired',
    },
  };
};
