import { describe, expect, it } from 'vitest';
import {
  categoryMismatch,
  checkOnlineTime,
  deriveOffers,
  explainTime,
  firstFreeTime,
  freeTimes,
  gatherOffered,
  offerableTemplates,
  prepareAvailability,
  takenTime,
  type AvailabilityFacts,
  type BookingTemplate,
  type FreeTime,
  type FreeTimeQuery,
  type Instant,
  type OfferBackground,
  type TimeQuestion,
} from '../src/index.ts';
import {
  ASSISTANT,
  CHAIR,
  CLINIC,
  DENTIST,
  EXAM,
  HYGIENIST,
  NOW,
  OTHER_CHAIR,
  SURGERY,
  clocks,
  factsOf,
  internet,
  kindOf,
  practiceWith,
  preblockOf,
  rulesOf,
  shiftOf,
  templateWith,
  visitOf,
  type Practice,
} from './practice.ts';
import { utc } from './stockholm.ts';

const exam = templateWith({ name: 'Undersökning', minutes: 30 });
const surgery = templateWith({ name: 'Operation', minutes: 60, categoryId: SURGERY });
const kind = kindOf(internet([EXAM]));
const published = preblockOf(kind, '2026-11-30T08:00/10:00');

function practice(some: Partial<Practice> = {}): Practice {
  return practiceWith({
    shifts: [shiftOf('2026-11-30T07:00/17:00')],
    preblocks: [published],
    kinds: [kind],
    templates: [exam, surgery],
    ...some,
  });
}

function query(some: Partial<FreeTimeQuery> = {}): FreeTimeQuery {
  return {
    templateId: exam.id,
    clinicId: CLINIC,
    practitionerId: null,
    from: utc('2026-11-29T23:00Z'),
    to: utc('2026-12-01T23:00Z'),
    now: NOW,
    ...some,
  };
}

function free(some: Partial<Practice> = {}, asked: Partial<FreeTimeQuery> = {}): string {
  const now = asked.now ?? NOW;
  return clocks(freeTimes(factsOf(practice(some), now), query(asked)));
}

describe('an Internet preblock is cut into times (U3)', () => {
  it('08:00-10:00 and 30 minutes give 08:00, 08:30, 09:00, 09:30', () => {
    expect(free()).toBe('08:00 08:30 09:00 09:30');
  });

  it('counted from the preblock’s start, also when the shift begins within it', () => {
    const preblocks = [preblockOf(kind, '2026-11-30T08:10/10:00')];
    expect(free({ preblocks })).toBe('08:10 08:40 09:10');
    const shifts = [shiftOf('2026-11-30T08:15/17:00')];
    expect(free({ shifts })).toBe('08:30 09:00 09:30');
  });

  it('of the template’s own length', () => {
    const templates = [templateWith({ minutes: 50 })];
    const templateId = templates[0]?.id ?? exam.id;
    expect(free({ templates }, { templateId })).toBe('08:00 08:50');
  });

  it('across shifts that meet', () => {
    const shifts = [shiftOf('2026-11-30T07:00/08:15'), shiftOf('2026-11-30T08:15/17:00')];
    expect(free({ shifts })).toBe('08:00 08:30 09:00 09:30');
  });

  it('and the end of a time says how long it is', () => {
    const [first] = freeTimes(factsOf(practice()), query());
    expect(first).toEqual({
      start: utc('2026-11-30T07:00Z'),
      end: utc('2026-11-30T07:30Z'),
      practitionerId: DENTIST,
      resourceId: CHAIR,
      preblockId: published.id,
    });
  });
});

describe('a booking takes away every time that it touches (U4)', () => {
  it.each([true, false])('40 or 50 minutes at 08:00 take two (known at the site: %s)', (known) => {
    for (const minutes of [40, 50]) {
      const visit = visitOf('2026-11-30T07:00Z', minutes, { knownAtSite: known });
      expect(free({ bookings: [visit] })).toBe('09:00 09:30');
    }
  });

  it('40 minutes at 08:30 take 08:30 and 09:00', () => {
    const bookings = [visitOf('2026-11-30T07:30Z', 40)];
    expect(free({ bookings })).toBe('08:00 09:30');
  });

  it('in whatever chair its practitioner is, and whoever is in its chair', () => {
    const elsewhere = visitOf('2026-11-30T07:00Z', 30, { resourceId: OTHER_CHAIR });
    const somebodyElse = visitOf('2026-11-30T07:30Z', 30, { practitionerId: HYGIENIST });
    expect(free({ bookings: [elsewhere, somebodyElse] })).toBe('09:00 09:30');
  });

  it('and gives them back when it is cancelled or moved (U5)', () => {
    const bookings = [visitOf('2026-11-30T07:30Z', 40), visitOf('2026-11-30T08:10Z', 20)];
    expect(free({ bookings })).toBe('08:00 09:30');
    expect(free({ bookings: bookings.slice(0, 1) })).toBe('08:00 09:30');
    expect(free({ bookings: [] })).toBe('08:00 08:30 09:00 09:30');
  });
});

describe('time is offered only', () => {
  it('within a shift (S1, S6)', () => {
    expect(free({ shifts: [] })).toBe('');
    expect(free({ shifts: [shiftOf('2026-11-30T09:00/17:00')] })).toBe('09:00 09:30');
  });

  it('for categories that the kind allows (T2)', () => {
    expect(free({}, { templateId: surgery.id })).toBe('');
    const allBut = kindOf(internet([EXAM], 'deny'));
    const preblocks = [preblockOf(allBut, '2026-11-30T08:00/10:00')];
    const some = { kinds: [allBut], preblocks };
    expect(free(some)).toBe('');
    expect(free(some, { templateId: surgery.id })).toBe('08:00 09:00');
  });

  it('until the preblock expires (B4)', () => {
    const expiring = kindOf(internet([EXAM]), { expiresDaysBefore: 1 });
    const some = { kinds: [expiring], preblocks: [preblockOf(expiring, '2026-11-30T08:00/10:00')] };
    expect(free(some, { now: utc('2026-11-28T22:59Z') })).toBe('08:00 08:30 09:00 09:30');
    expect(free(some, { now: utc('2026-11-28T23:00Z') })).toBe('');
    const announced = factsOf(practice(some));
    expect(freeTimes(announced, query({ now: utc('2026-11-28T23:00Z') }))).toEqual([]);
  });

  it('of those who take part (E2), and of a personal kind’s own practitioner (B1)', () => {
    expect(free({ onlinePractitioners: new Set([HYGIENIST]) })).toBe('');
    expect(free({ onlineResources: new Set([OTHER_CHAIR]) })).toBe('');
    const own = kindOf(internet(), {
      validFor: { type: 'personal', practitionerId: HYGIENIST },
    });
    const some = { kinds: [own], preblocks: [preblockOf(own, '2026-11-30T08:00/10:00')] };
    expect(free(some)).toBe('');
    const shifts = [shiftOf('2026-11-30T07:00/17:00', { practitionerId: HYGIENIST })];
    expect(free({ ...some, shifts })).toBe('08:00 08:30 09:00 09:30');
  });

  it('for templates of the practitioner’s list, with Använd i E-tidbok (L4, W3)', () => {
    expect(free({ lists: new Map([[DENTIST, [surgery.id]]]) })).toBe('');
    expect(free({ templates: [{ ...exam, useOnline: false }] })).toBe('');
    expect(free({ templates: [{ ...exam, retired: true }] })).toBe('');
  });

  it('no sooner and no further ahead than the limits (E4)', () => {
    const now = utc('2026-11-30T06:00Z');
    expect(free({}, { now })).toBe('09:00 09:30');
    expect(free({}, { now: utc('2026-11-30T05:00:00.001Z') })).toBe('08:30 09:00 09:30');
    expect(free({}, { now: utc('2025-11-30T12:00Z') })).toBe('08:00 08:30 09:00 09:30');
    expect(free({}, { now: utc('2025-11-29T22:59Z') })).toBe('');
  });

  it('where no other preblock limits what fits', () => {
    const meeting = kindOf({ type: 'patient-free' });
    const note = kindOf({ type: 'standard' });
    const kinds = [kind, meeting, note];
    const preblocks = [
      published,
      preblockOf(meeting, '2026-11-30T08:30/09:00'),
      preblockOf(note, '2026-11-30T09:00/10:00'),
    ];
    expect(free({ kinds, preblocks })).toBe('08:00 09:00 09:30');
  });

  it('where no other preblock but another practitioner’s own limits what fits', () => {
    const own = { validFor: { type: 'personal', practitionerId: HYGIENIST } } as const;
    const meeting = kindOf({ type: 'patient-free' }, own);
    const preblocks = [published, preblockOf(meeting, '2026-11-30T08:30/09:00')];
    expect(free({ kinds: [kind, meeting], preblocks })).toBe('08:00 08:30 09:00 09:30');
  });

  it('that no open claim touches', () => {
    const during = { from: utc('2026-11-30T07:00Z'), to: utc('2026-11-30T07:30Z') };
    expect(free({ claims: [{ subjectIds: [DENTIST], during }] })).toBe('08:30 09:00 09:30');
  });
});

describe('a team booking (T4)', () => {
  const team = templateWith({ minutes: 60, resourcePattern: { unitMinutes: 15, signs: '/.a/' } });
  const at = (
    subject: typeof ASSISTANT | typeof DENTIST,
    from: string,
    to: string,
  ): Partial<AvailabilityFacts> => ({
    taken: new Map([[subject, [{ from: utc(from), to: utc(to) }]]]),
  });
  const facts = factsOf(practice({ templates: [team] }));
  const starts = (some: Partial<AvailabilityFacts>): string =>
    clocks(freeTimes({ ...facts, ...some }, query({ templateId: team.id })));

  it('is free only when every part is', () => {
    expect(starts({})).toBe('08:00 09:00');
    expect(starts(at(ASSISTANT, '2026-11-30T07:30Z', '2026-11-30T07:45Z'))).toBe('09:00');
    expect(starts(at(DENTIST, '2026-11-30T07:45Z', '2026-11-30T08:00Z'))).toBe('09:00');
  });

  it('needs nobody for longer than their parts', () => {
    expect(starts(at(ASSISTANT, '2026-11-30T07:00Z', '2026-11-30T07:30Z'))).toBe('08:00 09:00');
    expect(starts(at(DENTIST, '2026-11-30T07:15Z', '2026-11-30T07:45Z'))).toBe('08:00 09:00');
  });
});

describe('with any practitioner', () => {
  const both = practice({
    shifts: [
      shiftOf('2026-11-30T08:00/09:00'),
      shiftOf('2026-11-30T08:00/09:00', { resourceId: OTHER_CHAIR, practitionerId: HYGIENIST }),
    ],
    preblocks: [published, preblockOf(kind, '2026-11-30T08:00/10:00', OTHER_CHAIR)],
  });

  it('times come by start, then practitioner', () => {
    const times = freeTimes(factsOf(both), query());
    expect(times.map(({ practitionerId }) => practitionerId)).toEqual([
      DENTIST,
      HYGIENIST,
      DENTIST,
      HYGIENIST,
    ]);
    expect(clocks(times)).toBe('08:00 08:00 08:30 08:30');
  });

  it('a time needs its own practitioner’s list', () => {
    const narrow = { ...both, lists: new Map([[HYGIENIST, [surgery.id]]]) };
    const times = freeTimes(factsOf(narrow), query());
    expect(times.every(({ practitionerId }) => practitionerId === DENTIST)).toBe(true);
    expect(clocks(times)).toBe('08:00 08:30');
  });

  it('the first free time is found, however far ahead', () => {
    const first = (some: Partial<FreeTimeQuery>): FreeTime | undefined =>
      firstFreeTime(factsOf(both), query({ to: utc('2027-12-01T00:00Z'), ...some }));
    expect(first({ from: utc('2026-01-01T00:00Z') })?.start).toBe(utc('2026-11-30T07:00Z'));
    expect(first({ from: utc('2026-11-30T07:01Z') })?.start).toBe(utc('2026-11-30T07:30Z'));
    expect(first({ from: utc('2026-12-01T07:01Z') })).toBeUndefined();
    expect(first({ practitionerId: HYGIENIST })?.practitionerId).toBe(HYGIENIST);
  });
});

describe('the offers', () => {
  it('do not cut out what the site has sold, so that it sells it again when cancelled', () => {
    const known = visitOf('2026-11-30T07:30Z', 30, { knownAtSite: true });
    const unknown = visitOf('2026-11-30T08:30Z', 30);
    const [offer] = deriveOffers(practice({ bookings: [known, unknown] }), NOW);
    expect(offer?.open).toEqual([{ from: utc('2026-11-30T07:00Z'), to: utc('2026-11-30T08:30Z') }]);
    expect(offer?.anchorAt).toBe(utc('2026-11-30T07:00Z'));
  });

  it('leave out what has passed', () => {
    const [offer] = deriveOffers(practice(), utc('2026-11-30T08:00Z'));
    expect(offer?.open[0]?.from).toBe(utc('2026-11-30T08:00Z'));
    expect(deriveOffers(practice(), utc('2026-11-30T09:00Z'))).toEqual([]);
  });

  it('offer nothing of a preblock whose local time the clocks skip', () => {
    const preblocks = [preblockOf(kind, '2027-03-28T02:30/2027-03-28T05:00')];
    const shifts = [shiftOf('2027-03-28T00:00/08:00')];
    expect(deriveOffers(practice({ preblocks, shifts }), NOW)).toEqual([]);
  });

  it('announced in pieces that meet are sold as one', () => {
    const [offer] = deriveOffers(practice(), NOW);
    if (offer === undefined) throw new Error('nothing is offered');
    const at = (text: string): Instant => utc(`2026-11-30T${text}Z`);
    const pieces = [
      { ...offer, open: [{ from: at('07:45'), to: at('09:00') }] },
      { ...offer, open: [{ from: at('07:00'), to: at('07:45') }] },
    ];
    expect(gatherOffered(pieces)).toEqual([offer]);
    const facts = { ...factsOf(practice()), offered: pieces };
    expect(clocks(freeTimes(facts, query()))).toBe('08:00 08:30 09:00 09:30');
  });

  it('of preblocks that lie over each other give each time once', () => {
    const preblocks = [published, preblockOf(kind, '2026-11-30T08:30/09:30')];
    expect(free({ preblocks })).toBe('08:00 08:30 09:00 09:30');
  });
});

describe('the treatments to choose from (W3)', () => {
  const names = (
    some: Partial<Practice>,
    practitionerId: typeof DENTIST | null = null,
  ): string[] => {
    const { rules, offered } = factsOf(practice(some));
    const asked = { clinicId: CLINIC, practitionerId, now: NOW };
    return offerableTemplates(rules, offered, asked).map(({ name }) => name);
  };
  const wide = kindOf(internet([EXAM, SURGERY]));
  const everything = { kinds: [wide], preblocks: [preblockOf(wide, '2026-11-30T08:00/10:00')] };

  it('are those that some future preblock allows', () => {
    expect(names({})).toEqual(['Undersökning']);
    expect(names(everything)).toEqual(['Undersökning', 'Operation']);
    expect(names({ preblocks: [] })).toEqual([]);
    const { rules, offered } = factsOf(practice());
    const at = (now: Instant): number =>
      offerableTemplates(rules, offered, { clinicId: CLINIC, practitionerId: null, now }).length;
    expect(at(utc('2026-11-30T08:59Z'))).toBe(1);
    expect(at(utc('2026-11-30T09:00Z'))).toBe(0);
  });

  it('stand in the list’s order, and only those of the practitioner’s list', () => {
    const lists = new Map([[DENTIST, [surgery.id, exam.id]]]);
    expect(names({ ...everything, lists })).toEqual(['Operation', 'Undersökning']);
    expect(names({ ...everything, lists: new Map([[DENTIST, [surgery.id]]]) })).toEqual([
      'Operation',
    ]);
    expect(names(everything, HYGIENIST)).toEqual([]);
  });

  it('that can never show are told (T2)', () => {
    const { templates, kinds } = rulesOf(practice());
    expect(categoryMismatch([...templates.values()], kinds)).toEqual({
      templates: [surgery.id],
      kinds: [],
    });
    expect(categoryMismatch([], kinds)).toEqual({ templates: [], kinds: [kind.id] });
  });
});

describe('why a time is not offered', () => {
  const question = (start: string, some: Partial<TimeQuestion> = {}): TimeQuestion => ({
    templateId: exam.id,
    clinicId: CLINIC,
    resourceId: CHAIR,
    practitionerId: DENTIST,
    start: utc(start),
    now: NOW,
    ...some,
  });

  function codes(some: Partial<Practice>, asked: TimeQuestion, seen = true): string[] {
    const book = practice(some);
    const background: OfferBackground = { ...book, withdrawals: [] };
    const { free: time, objections } = explainTime(
      factsOf(book, asked.now),
      asked,
      seen ? background : undefined,
    );
    expect(time === null).toBe(objections.length > 0);
    return objections.map(({ code }) => code);
  }
  const at8 = question('2026-11-30T07:00Z');

  it('is nothing for a time that is free', () => {
    expect(codes({}, at8)).toEqual([]);
    expect(codes({}, question('2026-11-30T07:00Z', { practitionerId: null }))).toEqual([]);
  });

  it.each<[string, Partial<Practice>, Partial<TimeQuestion>]>([
    ['category-not-allowed', {}, { templateId: surgery.id }],
    ['template-not-online', { templates: [surgery] }, {}],
    ['template-not-in-list', { lists: new Map([[DENTIST, []]]) }, {}],
    ['not-taking-part', { onlinePractitioners: new Set() }, {}],
    ['in-the-past', {}, { now: utc('2026-11-30T07:00:00.001Z') }],
    ['too-soon', {}, { now: utc('2026-11-30T06:00Z') }],
    ['too-far', {}, { now: utc('2025-11-20T06:00Z') }],
    ['no-preblock', { preblocks: [] }, {}],
    ['no-preblock', {}, { start: utc('2026-11-30T08:45Z') }],
    ['outside-schedule', { shifts: [] }, {}],
    ['outside-schedule', { shifts: [] }, { practitionerId: null }],
    ['off-the-grid', {}, { start: utc('2026-11-30T07:10Z') }],
    ['time-taken', { bookings: [visitOf('2026-11-30T07:10Z', 10)] }, {}],
    ['time-taken', { bookings: [visitOf('2026-11-30T07:10Z', 10, { knownAtSite: true })] }, {}],
  ])('is %s', (code, some, asked) => {
    expect(codes(some, { ...at8, ...asked })).toContain(code);
  });

  it('names the preblock that expired, that limits, and the claim that runs', () => {
    const expired = kindOf(internet(), { expiresDaysBefore: 10 });
    const preblocks = [preblockOf(expired, '2026-11-30T08:00/10:00')];
    expect(codes({ kinds: [expired], preblocks }, at8)).toEqual(['preblock-expired']);
    const meeting = kindOf({ type: 'patient-free' });
    const both = [published, preblockOf(meeting, '2026-11-30T08:00/08:10')];
    expect(codes({ kinds: [kind, meeting], preblocks: both }, at8)).toEqual([
      'under-other-preblock',
    ]);
    const during = { from: at8.start, to: utc('2026-11-30T07:05Z') };
    expect(codes({ claims: [{ subjectIds: [CHAIR], during }] }, at8)).toEqual(['claimed']);
  });

  it('is told of the preblock that came nearest to offering it', () => {
    const expired = kindOf(internet(), { expiresDaysBefore: 10 });
    const other = kindOf(internet([SURGERY]));
    const both = [expired, kind].map((each) => preblockOf(each, '2026-11-30T08:00/10:00'));
    for (const preblocks of [both, both.toReversed()]) {
      expect(codes({ kinds: [expired, kind], preblocks, shifts: [] }, at8)).toEqual([
        'outside-schedule',
      ]);
    }
    const wrong = preblockOf(other, '2026-11-30T08:00/10:00');
    const late = preblockOf(kind, '2026-11-30T07:50/10:00');
    for (const preblocks of [
      [wrong, late],
      [late, wrong],
    ]) {
      const question8 = question('2026-11-30T07:10Z');
      expect(codes({ kinds: [kind, other], preblocks }, question8)).toEqual(['off-the-grid']);
    }
  });

  it('tells time that is being withdrawn from time that is not announced yet', () => {
    const book = practice();
    const unannounced = { ...factsOf(book), offered: [] };
    const during = { from: at8.start, to: utc('2026-11-30T09:00Z') };
    const withdrawal = { preblockId: published.id, practitionerId: DENTIST, during };
    const why = (withdrawals: OfferBackground['withdrawals']): string | undefined =>
      explainTime(unannounced, at8, { ...book, withdrawals }).objections[0]?.code;
    expect(why([])).toBe('not-announced');
    expect(why([withdrawal])).toBe('being-withdrawn');
  });

  it('names the booking and whose list it is', () => {
    const visit = visitOf('2026-11-30T07:10Z', 10);
    const book = practice({ bookings: [visit], lists: new Map([[DENTIST, []]]) });
    const list = { listId: 'list-1' as never, from: 'company' as const };
    const { objections } = explainTime(factsOf(book), at8, {
      ...book,
      withdrawals: [],
      onlineLists: new Map([[DENTIST, list]]),
    });
    expect(objections).toMatchObject([
      { code: 'template-not-in-list', details: { listId: 'list-1', owner: 'company' } },
      { code: 'time-taken', details: { bookingId: visit.id } },
    ]);
  });

  it('is said in the site’s own words where the site knows no more', () => {
    expect(codes({ preblocks: [] }, at8, false)).toEqual(['not-offered']);
    expect(codes({ shifts: [] }, at8, false)).toEqual(['not-offered']);
  });

  it('tells a hold of somebody else from a booking', () => {
    const hold = visitOf('2026-11-30T07:00Z', 30);
    const facts = { ...factsOf(practice()), held: takenTime([hold]) };
    expect(clocks(freeTimes(facts, query()))).toBe('08:30 09:00 09:30');
    expect(checkOnlineTime(facts, at8)).toMatchObject({ refusal: { code: 'time-held' } });
  });

  it('is the refusal at booking, and a free time is the time itself', () => {
    const facts = prepareAvailability(factsOf(practice()));
    expect(checkOnlineTime(facts, { ...at8, practitionerId: null })).toEqual({
      ok: true,
      value: freeTimes(facts, query())[0],
    });
    const wrong: BookingTemplate['id'] = surgery.id;
    expect(checkOnlineTime(facts, { ...at8, templateId: wrong })).toMatchObject({
      refusal: { code: 'category-not-allowed', overridable: false },
    });
  });
});
