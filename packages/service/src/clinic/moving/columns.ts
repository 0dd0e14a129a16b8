/** What can be moved in. */
export const IMPORT_KINDS = ['patients', 'practitioners', 'shifts', 'bookings'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

export interface ImportField {
  readonly name: string;
  readonly required: boolean;
  /** The header of our own export, then what others write, in Swedish and English. */
  readonly headers: readonly string[];
}

function field(name: string, headers: string, required = false): ImportField {
  return { name, required, headers: headers.split(',').map((header) => header.trim()) };
}

const externalId = field('externalId', 'Id, uid, external id, patientnr, patient id, bokningsnr');
const practitioner = field(
  'practitioner',
  'Behandlare, behandlarnr, practitioner, tandläkare, dentist, provider, signatur, x-practitioner',
  true,
);
const resource = field('resource', 'Resurs, stol, rum, resource, chair, room, location');

/** The fields of each kind of file. */
export const FIELDS: Readonly<Record<ImportKind, readonly ImportField[]>> = {
  patients: [
    externalId,
    field('number', 'Personnummer, pnr, personnr, reservnummer, personal identity number, ssn'),
    field('givenName', 'Förnamn, tilltalsnamn, first name, given name', true),
    field('familyName', 'Efternamn, last name, family name, surname', true),
    field('bornOn', 'Födelsedatum, född, birth date, date of birth'),
    field('email', 'E-post, epost, e-postadress, mejl, mail, email'),
    field('mobile', 'Mobil, mobiltelefon, mobilnummer, telefon, mobile, phone, cell'),
    field('street', 'Gatuadress, adress, gata, street, address'),
    field('postalCode', 'Postnummer, postnr, postal code, zip, zip code'),
    field('town', 'Ort, postort, stad, town, city'),
    field('protection', 'Skyddad identitet, skyddad, sekretess, protected'),
    field('recallMonths', 'Revisionsintervall, intervall, recall interval, recall months'),
    field('recallNextOn', 'Nästa revision, nästa rev, kallas, next recall, recall date'),
    field('recallNote', 'Revisionsanteckning, recall note'),
  ],
  practitioners: [
    externalId,
    field('number', 'Nummer, behandlarnr, nr, number, practitioner number', true),
    field('givenName', 'Förnamn, first name, given name', true),
    field('familyName', 'Efternamn, last name, family name', true),
    field('title', 'Titel, yrke, title, profession'),
    field('clinic', 'Klinik, clinic'),
    field('company', 'Företag, company'),
  ],
  shifts: [
    practitioner,
    resource,
    field('start', 'Start, från, börjar, starttid, begin, from, dtstart', true),
    field('end', 'Slut, till, slutar, sluttid, end, to, dtend', true),
    field('date', 'Datum, dag, date, day'),
  ],
  bookings: [
    externalId,
    field('patient', 'Patient, personnummer, pnr, patientnummer, x-patient', true),
    practitioner,
    resource,
    field('start', 'Start, starttid, börjar, tid, från, time, begin, from, dtstart', true),
    field('end', 'Slut, sluttid, slutar, till, end, to, dtend'),
    field('date', 'Datum, dag, date, day'),
    field('minutes', 'Minuter, antal minuter, längd, minutes, duration'),
    field('template', 'Bokningsmall, mall, behandling, treatment, template, summary', true),
    field('bookText', 'Tidbokstext, text, anteckning, note, comment, description'),
  ],
};

/** Headers are compared without case, accents, spaces and signs. */
export function plainHeader(header: string): string {
  return header
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}

/** Which column each field is in, by its header: the surest word first, no column twice. */
export function guessColumns(
  kind: ImportKind,
  columns: readonly string[],
): Record<string, string | null> {
  const taken = new Set<string>();
  const guess: Record<string, string | null> = {};
  const ranked = [...FIELDS[kind]].flatMap(({ name, headers }) =>
    headers.map((header, rank) => ({ name, rank, header: plainHeader(header) })),
  );
  for (const { name } of FIELDS[kind]) guess[name] = null;
  for (const { name, header } of ranked.sort((a, b) => a.rank - b.rank)) {
    if (guess[name] !== null) continue;
    const column = columns.find((each) => !taken.has(each) && plainHeader(each) === header);
    if (column === undefined) continue;
    guess[name] = column;
    taken.add(column);
  }
  return guess;
}
