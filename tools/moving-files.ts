/**
 * Files of another system's patients and bookings, with bad rows of ten kinds sprinkled in: for the
 * tests of moving in and for the bench. Made-up people; identity numbers are those given.
 */

export interface MovingFilesOptions {
  readonly patients: number;
  readonly bookings: number;
  /** Of each kind. */
  readonly badOfEachKind: number;
  /** Official test numbers; the patients after them have reserve numbers. */
  readonly identityNumbers: readonly string[];
  /** Practitioners' numbers, each with the chair that they work in. */
  readonly places: readonly { readonly practitioner: string; readonly chair: string }[];
  readonly template: string;
  /** The first day that is booked, `ÅÅÅÅ-MM-DD`. */
  readonly from: string;
}

export interface MovingFile {
  readonly text: string;
  /** What is wrong, by line: a refusal's code, or `field reason` where it is `invalid`. */
  readonly bad: ReadonlyMap<number, string>;
  readonly good: number;
}

const familyNames = ['Åkesson', 'Öberg', 'Älg', 'Andersson', 'Lindqvist', 'Nyström', 'Sjögren'];
const slotMinutes = 10;
const slotsPerDay = 48;
const dayMs = 86_400_000;

class Lines {
  readonly #lines: string[];
  readonly bad = new Map<number, string>();
  good = 0;

  constructor(header: string) {
    this.#lines = [header];
  }

  add(cells: readonly string[], wrong: string | null = null): void {
    this.#lines.push(cells.join(';'));
    if (wrong === null) this.good += 1;
    else this.bad.set(this.#lines.length, wrong);
  }

  file(): MovingFile {
    return { text: `${this.#lines.join('\r\n')}\r\n`, bad: this.bad, good: this.good };
  }
}

function hyphened(digits: string): string {
  return `${digits.slice(0, 8)}-${digits.slice(8)}`;
}

/** The number of the patient so many: official as far as they go, then a reserve number. */
function numberOf({ identityNumbers }: MovingFilesOptions, index: number): string {
  const official = identityNumbers[index];
  if (official !== undefined) return hyphened(official);
  const day = new Date(Date.UTC(1940, 0, 1) + (index % 28_000) * dayMs);
  const date = day.toISOString().slice(0, 10).replaceAll('-', '');
  return `${date}-R${String(Math.floor(index / 28_000)).padStart(3, '0')}`;
}

function withWrongDigit(number: string): string {
  return `${number.slice(0, -1)}${String((Number(number.slice(-1)) + 1) % 10)}`;
}

/** Patients, with rows whose number, name or address is wrong, and rows that come twice. */
export function patientFile(options: MovingFilesOptions): MovingFile {
  const { patients, badOfEachKind, identityNumbers } = options;
  const lines = new Lines(
    'Patientnr;Personnummer;Förnamn;Efternamn;E-post;Mobil;Adress;Postnr;Ort',
  );
  const row = (index: number): string[] => [
    `P${String(index)}`,
    numberOf(options, index),
    index % 2 === 0 ? 'Prov' : 'Test',
    familyNames[index % familyNames.length] ?? '',
    `p${String(index)}@example.se`,
    '070-1740605',
    `Provgatan ${String(1 + (index % 90))}`,
    '222 22',
    'Lund',
  ];
  const every = Math.max(1, Math.floor(patients / badOfEachKind));
  let made = 0;
  for (let index = 0; index < patients; index += 1) {
    lines.add(row(index));
    if (index % every !== 0 || made >= badOfEachKind) continue;
    made += 1;
    const next = row(patients + index);
    const official = identityNumbers[index % identityNumbers.length] ?? '';
    const replaced = (at: number, text: string): string[] => next.with(at, text);
    lines.add(replaced(1, withWrongDigit(hyphened(official))), 'number wrong-check-digit');
    lines.add(replaced(1, `${official.slice(0, 4)}1399-0000`), 'number not-a-date');
    lines.add(replaced(3, ''), 'familyName required');
    lines.add(replaced(4, 'ingen adress'), 'email wrong-shape');
    lines.add(row(index), 'row-twice');
  }
  return lines.file();
}

interface Slot {
  readonly start: string;
  readonly place: MovingFilesOptions['places'][number];
}

function slotOf({ places, from }: MovingFilesOptions, index: number): Slot {
  const place = places[index % places.length];
  if (place === undefined) throw new Error('Nobody works there.');
  const turn = Math.floor(index / places.length);
  const day = new Date(Date.parse(from) + Math.floor(turn / slotsPerDay) * dayMs);
  const minutes = 8 * 60 + (turn % slotsPerDay) * slotMinutes;
  const time = [Math.floor(minutes / 60), minutes % 60];
  const clock = time.map((part) => String(part).padStart(2, '0')).join(':');
  return { start: `${day.toISOString().slice(0, 10)} ${clock}`, place };
}

/** Bookings of those patients, with rows that name nobody, nothing or no time, and overlaps. */
export function bookingFile(options: MovingFilesOptions): MovingFile {
  const { bookings, patients, badOfEachKind, template } = options;
  const lines = new Lines('Bokningsnr;Patient;Behandlare;Stol;Start;Minuter;Behandling;Anteckning');
  const row = (id: string, index: number): string[] => {
    const { start, place } = slotOf(options, index);
    const patient =
      index % 3 === 0 ? `P${String(index % patients)}` : numberOf(options, index % patients);
    return [
      ...[id, patient, place.practitioner, place.chair, start, String(slotMinutes)],
      ...[template, `Anteckning ${String(index)}`],
    ];
  };
  const every = Math.max(1, Math.floor(bookings / badOfEachKind));
  let made = 0;
  for (let index = 0; index < bookings; index += 1) {
    lines.add(row(`B${String(index)}`, index));
    if (index % every !== 0 || made >= badOfEachKind) continue;
    made += 1;
    const free = (kind: number): string[] =>
      row(`X${String(index)}-${String(kind)}`, bookings + index);
    lines.add(free(1).with(1, '19990101-R99Z'), 'unknown-patient');
    lines.add(free(2).with(2, 'Ingen Alls'), 'unknown-practitioner');
    lines.add(free(3).with(6, 'Bandtröja'), 'unknown-template');
    lines.add(free(4).with(4, '2026-13-01 08:00'), 'start not-a-time');
    lines.add(row(`X${String(index)}-5`, index), 'overlap');
  }
  return lines.file();
}
