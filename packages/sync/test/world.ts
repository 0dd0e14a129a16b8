import {
  daysAsInterval,
  instant,
  MINUTE_MS,
  toLocalDate,
  type BookingId,
  type ClaimId,
  type Instant,
  type Interval,
  type Outcome,
  type PatientId,
  type PractitionerId,
  type Preblock,
  type PreblockId,
  type ResourceId,
  type Shift,
  type ShiftId,
} from '@tidbok/core';
import { PROTOCOL_RANGE, type ClinicEntry, type LogRecord, type SiteEntry } from '@tidbok/protocol';
import {
  applyToClinic,
  applyToSite,
  clinicFacts,
  decideAdoption,
  decideClaimTimeout,
  decideClinicRecord,
  decideFence,
  decideLife,
  decideMerge,
  decideOnlineBooking,
  decidePatientCancel,
  type ClinicMadeVisit,
  decideRebook,
  decideResync,
  decideSiteRecord,
  decideStaffBooking,
  decideStaffCancel,
  decideStaffMove,
  decideTick,
  headOf,
  judgeHello,
  needOfAdoption,
  needOfClinicEntry,
  needOfSale,
  needOfSiteEntry,
  newClinicState,
  newSiteState,
  opensLife,
  rangeOfNeed,
  readClinicRecord,
  readSiteRecord,
  rulesOf,
  siteFacts,
  siteWhole,
  thenAnnounce,
  type ClinicFacts,
  type ClinicState,
  type ClinicWrite,
  type Incoming,
  type NewBooking,
  type OnlineBookingCommand,
  type Sale,
  type SiteDecision,
  type SiteFacts,
  type SiteNeed,
  type SiteState,
  type StaffBookingResult,
} from '@tidbok/sync';
import {
  at,
  catalog,
  chairs,
  clinicId,
  counter,
  id,
  kind,
  kindUntilTheDayBefore,
  people,
  practiceId,
  sha256,
  staff,
  stockholm,
} from './practice.ts';

/** A rule broken on purpose, to prove that the checks would notice. */
export interface Mutant {
  readonly name: string;
  /** What a decision at the clinic is told. */
  readonly clinicFacts?: (facts: ClinicFacts, entry: SiteEntry | null) => ClinicFacts;
  readonly clinicWrites?: (
    writes: readonly ClinicWrite[],
    entry: SiteEntry | null,
  ) => ClinicWrite[];
  readonly siteFacts?: (facts: SiteFacts) => SiteFacts;
  readonly siteDecision?: (decision: SiteDecision, entry: ClinicEntry | null) => SiteDecision;
  /** What a decision about a staff booking is told, in the end only. */
  readonly staffFacts?: (facts: ClinicFacts) => ClinicFacts;
  /** Records are applied whatever their place. */
  readonly ignoresOrder?: boolean;
  /** The site forgets how far it had moved the frontier. */
  readonly forgetsFrontier?: boolean;
  /** A restored site goes on selling. */
  readonly forgetsFence?: boolean;
}

const tools = { sha256, zoneOf: () => stockholm, rulesOf };
const clinicInc = 'clinic-1';
const siteInc = 'site-1';

export interface OnlineTime {
  readonly start: Instant;
  readonly chair: ResourceId;
  readonly templateId: OnlineBookingCommand['templateId'];
}

/** Both ends and the link between them; every act is one transaction of one side. */
export class World {
  now = at(0, '08:00');
  clinic: ClinicState;
  site: SiteState = newSiteState({ siteInc, clinicInc });
  /** Every sale that a patient was told of as confirmed. */
  readonly promised = new Set<BookingId>();
  /** Visits in the restored book that had been ended after its backup. */
  readonly stale = new Set<BookingId>();
  readonly #mutant: Mutant;
  readonly #newId = counter();
  #lastContactAt: Instant | null = null;
  #lastNumber = 0;

  constructor(mutant: Mutant = { name: 'none' }) {
    this.#mutant = mutant;
    const empty = newClinicState({ clinicInc, siteInc, zone: stockholm });
    const facts = {
      ...empty.facts,
      kinds: [kind, kindUntilTheDayBefore],
      onlinePractitioners: new Set<PractitionerId>(people),
      onlineResources: new Set<ResourceId>(chairs),
    };
    this.clinic = applyToClinic(
      { ...empty, facts },
      [{ type: 'append', entry: { type: 'CATALOG', catalog }, at: this.now }],
      sha256,
    );
    this.deliverAll();
    this.tick(true);
    this.deliverAll();
  }

  get moment() {
    return { now: this.now, newId: this.#newId };
  }

  number(): number {
    return (this.#lastNumber += 1);
  }

  // The clinic's side.

  plan(change: readonly ClinicWrite[], during: Interval): void {
    const facts = this.#clinicFacts(during);
    this.#write(thenAnnounce(facts, change, this.moment));
  }

  addShift(shift: Shift, during: Interval): void {
    this.plan([{ type: 'insert-shift', shift }], during);
  }

  removeShift(shiftId: ShiftId, during: Interval): void {
    this.plan([{ type: 'delete-shift', shiftId }], during);
  }

  addPreblock(preblock: Preblock, during: Interval): void {
    this.plan([{ type: 'insert-preblock', preblock, actor: staff, at: this.now }], during);
  }

  removePreblock(preblockId: PreblockId, during: Interval): void {
    this.plan([{ type: 'delete-preblock', preblockId }], during);
  }

  staffBook(booking: NewBooking, override = false): Outcome<StaffBookingResult> {
    const facts = this.#clinicFacts(booking.during);
    const command = { booking, actor: staff, override };
    const seen = this.#mutant.staffFacts?.(facts) ?? facts;
    return this.#written(decideStaffBooking(seen, command, this.moment));
  }

  staffMove(cancel: BookingId, booking: NewBooking, override = false): Outcome<StaffBookingResult> {
    const old = this.clinic.facts.bookings.find((each) => each.id === cancel);
    const both = old === undefined ? [booking.during] : [booking.during, old.during];
    const facts = this.#clinicFacts(...both);
    const command = { booking, cancel, actor: staff, override };
    return this.#written(decideStaffMove(facts, command, this.moment));
  }

  staffCancel(bookingId: BookingId): Outcome<readonly ClinicWrite[]> {
    const old = this.clinic.facts.bookings.find((each) => each.id === bookingId);
    const facts = this.#clinicFacts(old?.during ?? { from: this.now, to: this.now });
    const command = { bookingId, reason: 'clinic', note: '', actor: staff } as const;
    const decided = decideStaffCancel(facts, command, this.moment);
    if (decided.ok) this.#write(decided.value);
    return decided;
  }

  abandonClaim(claimId: ClaimId): void {
    const claim = this.clinic.facts.claims.find((each) => each.claimId === claimId);
    if (claim === undefined) return;
    this.#write(decideClaimTimeout(this.#clinicFacts(claim.during), claimId));
  }

  // The site's side.

  patientBooks(time: OnlineTime, number = this.number()): Outcome<Sale> {
    const facts = this.#siteFacts(this.#needOf(time));
    return this.#sold(decideOnlineBooking(facts, this.#command(time, number), this.now));
  }

  /** Both look before either books: the loser must not get in. */
  twoPatientsBook(time: OnlineTime): readonly Outcome<Sale>[] {
    const facts = this.#siteFacts(this.#needOf(time));
    const both = [this.number(), this.number()].map((number) =>
      decideOnlineBooking(facts, this.#command(time, number), this.now),
    );
    return both.map((each) => this.#sold(each));
  }

  /** `clinicMade`: as the clinic has told on asking. */
  patientCancels(
    bookingId: BookingId,
    clinicMade: ClinicMadeVisit | null = null,
  ): Outcome<SiteDecision> {
    const facts = this.#siteFacts({ intervals: [], bookingIds: [bookingId] });
    const patientKey = this.site.bookings.get(bookingId)?.patientKey ?? '';
    const command = { bookingId, patientKey, sealedToSite: null, clinicMade };
    const decided = decidePatientCancel(facts, command, this.now);
    if (decided.ok) this.#apply(decided.value, null);
    return decided;
  }

  patientRebooks(
    cancel: BookingId,
    time: OnlineTime,
    clinicMade: ClinicMadeVisit | null = null,
  ): Outcome<Sale> {
    const need = this.#needOf(time);
    const facts = this.#siteFacts({ ...need, bookingIds: [cancel] });
    const command = { ...this.#command(time, this.number()), cancel, clinicMade };
    const patientKey = this.site.bookings.get(cancel)?.patientKey ?? '';
    const patient = { ...command.patient, patientKey };
    return this.#sold(decideRebook(facts, { ...command, patient }, this.now));
  }

  /** Time passes, at most as fast as the site ticks. */
  pass(minutes: number): void {
    for (let left = minutes; left > 0; left -= 30) {
      this.now = instant(this.now + Math.min(left, 30) * MINUTE_MS);
      this.tick();
      this.keepHouse();
    }
  }

  /** Now and then the clinic looks at what time has made void. */
  keepHouse(): void {
    this.plan([], { from: this.now, to: instant(this.now + 4 * 1440 * MINUTE_MS) });
  }

  tick(mayJump = false): void {
    if (this.#mutant.forgetsFrontier === true) {
      this.site = { ...this.site, frontierAt: instant(0) };
    }
    const expired = [...this.site.bookings.values()].filter(
      ({ state, requestExpiresAt }) =>
        state === 'pending' && requestExpiresAt !== null && requestExpiresAt <= this.now,
    );
    const need = { intervals: [], bookingIds: expired.map(({ bookingId }) => bookingId) };
    const facts = siteFacts(this.site, need, this.#lastContactAt);
    const decision = decideTick(
      {
        frontierAt: facts.frontierAt,
        nearHours: facts.catalog?.catalog.nearHours ?? null,
        head: facts.head,
        mayJump,
        expiredRequests: facts.bookings,
        expiredHolds: [],
      },
      this.now,
    );
    if (decision !== null) this.#apply(decision, null);
  }

  // The link: any record of the other's log may arrive at any time, any number of times.

  deliverToSite(record: LogRecord): Incoming<ClinicEntry>['type'] {
    this.#lastContactAt = this.now;
    const cursor = this.#mutant.ignoresOrder === true ? before(record) : this.site.clinicCursor;
    const incoming = readClinicRecord(cursor, record, sha256);
    if (incoming.type !== 'apply') return incoming.type;
    const { entry } = incoming;
    if (entry.type === 'SNAP_END') {
      const merged = decideMerge(siteWhole(this.site), { record, entry }, this.now);
      this.#apply(merged, entry);
      return 'apply';
    }
    const facts = this.#siteFacts(needOfClinicEntry(incoming.entry));
    const decision = decideClinicRecord(facts, incoming, this.now);
    this.#apply(decision, incoming.entry);
    return 'apply';
  }

  deliverToClinic(record: LogRecord): Incoming<SiteEntry>['type'] {
    const own = this.clinic.facts.siteCursor;
    const cursor = this.#mutant.ignoresOrder === true ? before(record) : own;
    const incoming = readSiteRecord(cursor, record, sha256);
    if (incoming.type !== 'apply') return incoming.type;
    const { entry } = incoming;
    if (entry.type === 'SNAP_END') {
      this.#adopt(record, entry);
      return 'apply';
    }
    const need = needOfSiteEntry(entry);
    const range = rangeOfNeed(this.clinic, need);
    const during = range ?? { from: this.now, to: instant(this.now + 1) };
    const told = this.#mutant.clinicFacts?.(this.#clinicFacts(during), entry);
    const facts = told ?? this.#clinicFacts(during);
    const arrival = need.sold === null ? null : this.#arrival();
    const writes = decideSiteRecord(facts, { ...incoming, arrival }, this.moment);
    this.#write(this.#mutant.clinicWrites?.(writes, entry) ?? writes, entry);
    return 'apply';
  }

  /** Everything deliverable is delivered, over a connection that is open. */
  deliverAll(): void {
    for (;;) {
      this.shakeHands();
      const toSite = this.clinic.log.records[this.site.clinicCursor.seq];
      const toClinic = this.site.log.records[this.clinic.facts.siteCursor.seq];
      if (toSite === undefined && toClinic === undefined) return;
      if (toSite !== undefined) this.deliverToSite(toSite);
      if (toClinic !== undefined) this.deliverToClinic(toClinic);
    }
  }

  #adopt(record: LogRecord, entry: Extract<SiteEntry, { type: 'SNAP_END' }>): void {
    const { facts, staged } = this.clinic;
    const sold = needOfAdoption(facts, staged);
    const arrivals = new Map(sold.map(({ bookingId }) => [bookingId, this.#arrival()]));
    const writes = decideAdoption(facts, { record, entry, staged, arrivals }, this.moment);
    this.#write(this.#mutant.clinicWrites?.(writes, entry) ?? writes, entry);
  }

  // Restores and new beginnings.

  /** Both sides' databases after each act, the newest last. */
  readonly backups: { clinic: ClinicState; site: SiteState }[] = [];

  backUp(): void {
    this.backups.push({ clinic: this.clinic, site: this.site });
  }

  goBack({ type, pick }: { readonly type: string; readonly pick: number }): void {
    const earlier = this.backups.at(-1 - (pick % Math.max(1, this.backups.length)));
    if (earlier === undefined) return;
    if (type === 'resync') this.beginResync('whole');
    else if (type === 'restore-clinic') this.restoreClinic(earlier.clinic);
    else this.restoreSite(earlier.site);
  }

  /** The clinic's database goes back; the mark outside of it shows that at the next start. */
  restoreClinic(earlier: ClinicState): void {
    const lost = this.clinic.facts.tombstones;
    for (const id of lost) if (!earlier.facts.tombstones.has(id)) this.stale.add(id);
    this.clinic = earlier;
    this.beginResync('restored');
  }

  /**
   * The site's database goes back; it sees that by itself. Sales that the clinic never heard of.
   */
  restoreSite(earlier: SiteState): void {
    const { facts, cancelled } = this.clinic;
    const heard = new Set([...facts.bookings, ...cancelled].map(({ id }) => id));
    for (const id of this.promised) {
      if (!heard.has(id) && !facts.tombstones.has(id) && !earlier.bookings.has(id)) {
        this.promised.delete(id);
      }
    }
    this.site = earlier;
    if (this.#mutant.forgetsFence !== true) {
      this.#apply(decideFence(`nobody-${this.number()}`), null);
    }
  }

  beginResync(because: 'restored' | 'whole'): void {
    const { facts } = this.clinic;
    const known = { facts, tombstones: facts.tombstones, sealed: new Map(), nearHours: 24 };
    const command = { inc: `life-${this.number()}`, because, now: this.now };
    this.#write(decideResync(known, command));
  }

  /** HELLO and what comes of it, until both logs fit together. */
  shakeHands(): void {
    for (let tries = 0; tries < 5; tries += 1) {
      const hello = {
        ...helloOf(this.now),
        clinicHead: this.clinicHead,
        siteCursor: this.clinic.facts.siteCursor,
      };
      const { clinicCursor, mode, pastLives } = this.site;
      const known = {
        installationId: hello.installationId,
        signingPublicKey: '',
        halted: false,
        recovers: mode === 'recover',
        pastLives,
        clinicCursor,
        siteHead: this.siteHead,
      };
      const code = judgeHello(known, hello, { nonce: hello.nonce, verify: () => true });
      if (code === null) {
        if (opensLife(hello, clinicCursor)) this.#apply(decideLife(hello, clinicCursor), null);
        return;
      }
      if (code === 'resync') this.#apply(decideFence(`nobody-${this.number()}`), null);
      if (code !== 'resync' && code !== 'resync-restored') throw new Error(code);
      this.beginResync(code === 'resync' ? 'whole' : 'restored');
    }
    throw new Error('the hands are never shaken');
  }

  // How the two sides are read and written.

  #clinicFacts(...during: readonly Interval[]): ClinicFacts {
    const from = Math.min(...during.map((each) => each.from));
    const to = Math.max(...during.map((each) => each.to));
    const days = daysAsInterval(
      stockholm,
      toLocalDate(stockholm, instant(from)),
      toLocalDate(stockholm, instant(to)),
    );
    const facts = clinicFacts(this.clinic, days);
    return this.#mutant.clinicFacts?.(facts, null) ?? facts;
  }

  #write(writes: readonly ClinicWrite[], entry: SiteEntry | null = null): void {
    const changed = entry === null ? this.#mutant.clinicWrites?.(writes, null) : undefined;
    this.clinic = applyToClinic(this.clinic, changed ?? writes, sha256);
  }

  #written(decided: Outcome<StaffBookingResult>): Outcome<StaffBookingResult> {
    if (decided.ok) this.#write(decided.value.writes);
    return decided;
  }

  #siteFacts(need: SiteNeed): SiteFacts {
    const facts = siteFacts(this.site, need, this.#lastContactAt);
    return this.#mutant.siteFacts?.(facts) ?? facts;
  }

  #apply(decision: SiteDecision, entry: ClinicEntry | null): boolean {
    const changed = this.#mutant.siteDecision?.(decision, entry) ?? decision;
    const applied = applyToSite(this.site, changed, tools);
    if (applied.ok) this.site = applied.state;
    return applied.ok;
  }

  #sold(decided: Outcome<Sale>): Outcome<Sale> {
    if (!decided.ok) return decided;
    const { decision, kind: how, booking } = decided.value;
    if (!this.#apply(decision, null)) {
      return { ok: false, refusal: { code: 'time-taken', overridable: false } };
    }
    if (how === 'confirmed') this.promised.add(booking.bookingId);
    return decided;
  }

  #needOf(time: OnlineTime): SiteNeed {
    const { catalog: known } = this.site;
    if (known === null) throw new Error('no catalogue yet');
    return needOfSale(wanted(time), known);
  }

  #command(time: OnlineTime, number: number): OnlineBookingCommand {
    return {
      ...wanted(time),
      bookingId: id<BookingId>('online', number),
      holdId: null,
      patient: {
        patientKey: `patient-${number}`,
        sealed: 'c2VhbGVk',
        sealedToSite: 'dG8gc2l0ZQ',
      },
      idempotency: { key: `key-${number}`, fingerprint: `print-${number}` },
    };
  }

  #arrival() {
    const text = {
      bookText: 'US',
      summonsCard: true,
      moveNextRecall: true,
      expectedAmount: null,
    };
    return { patientId: id<PatientId>('patien', 1), differs: false, readable: true, text };
  }

  get clinicHead() {
    return headOf(this.clinic.log);
  }

  get siteHead() {
    return headOf(this.site.log);
  }
}

function helloOf(clinicTime: Instant) {
  return {
    type: 'HELLO',
    practiceId,
    installationId: 'this-computer',
    protocol: PROTOCOL_RANGE,
    clinicTime,
    nonce: 'bm9uY2U=',
    signature: 'c2ln',
  } as const;
}

function wanted(time: OnlineTime) {
  const { start, chair, templateId } = time;
  return { clinicId, templateId, resourceId: chair, practitionerId: null, start };
}

function before(record: LogRecord) {
  return { inc: record.inc, seq: record.seq - 1, hash: record.prevHash };
}
