const times = (count: number): string => `${count} ${count === 1 ? 'tid' : 'tider'}`;
const bookings = (count: number): string => `${count} ${count === 1 ? 'bokning' : 'bokningar'}`;

/** Arbetsschemat, frånvaro och preblock i serie: vad en ändring gör, på svenska. */
export const planInSwedish = {
  summary: (published: number, withdrawn: number, touched: number) =>
    `Publicerar ${times(published)}, drar tillbaka ${withdrawn}, berör ${bookings(touched)}`,
  counts: (inserted: number, removed: number) => `${inserted} läggs in, ${removed} tas bort.`,
  published: (count: number) => `${times(count)} publiceras`,
  withdrawn: (count: number) => `${times(count)} dras tillbaka`,
  touched: (count: number) => `${bookings(count)} hamnar utanför arbetsschemat`,
  inAbsence: (count: number) => `${bookings(count)} ligger i frånvaron`,
  preblocks: (count: number) => `${count} preblock hamnar utanför arbetsschemat`,
  skipped: (count: number) => `${count} ${count === 1 ? 'dag' : 'dagar'} hoppas över`,
  skippedHelp:
    'Där ligger redan ett likadant preblock, eller så finns klockslaget inte (sommartid).',
  andMore: (count: number) => `… och ${count} till`,
  stay: 'Bokningarna blir kvar. Gå igenom listan och flytta dem som behöver flyttas.',
  working: 'Räknar …',
  changedMeanwhile:
    'Någon annan ändrade planen under tiden. Så här blir det nu. Läs igenom och bekräfta igen.',
  confirm: 'Spara ändringen',
  saved: (summary: string) => `Sparat. ${summary}.`,
  preview: 'Visa vad som händer',
  removeShift: 'Ta bort pass',
  changeShift: 'Ändra pass',
  change: 'Ändra',
  removeAbsence: 'Ta bort frånvaron',
  absence: 'Frånvaro',
  absenceOf: (name: string) => `Frånvaro för ${name}`,
  absenceIn: (what: string) => `Frånvaro: ${what}`,
  absenceMenu: 'Meny för frånvaron',
  reason: 'Orsak',
  reasons: {
    illness: 'Sjukdom',
    'child-care': 'Vård av barn',
    holiday: 'Semester',
    course: 'Kurs',
    other: 'Annat',
  },
  fromDay: 'Från och med',
  toDay: 'Till och med',
  fromTime: 'Klockan',
  toTime: 'till klockan',
  others: 'Föreslå också tider hos andra behandlare med samma yrke',
  what: (patient: string) => `Vad ska hända med ${patient}?`,
  keep: 'Behåll',
  moveTo: (when: string) => `Flytta till ${when}`,
  noTime: 'Ingen likvärdig tid hittades',
  cancelIt: 'Avboka med meddelande',
  message: 'Meddelande till dem som avbokas',
  messageAtFirst: 'Din behandlare är frånvarande och tiden är avbokad. Vi hör av oss om en ny tid.',
  register: 'Registrera frånvaron',
  registered: (count: number) =>
    count === 0
      ? 'Frånvaron är registrerad.'
      : `Frånvaron är registrerad. ${bookings(count)} är flyttade eller avbokade.`,
  notSettled: (names: string) => `Kunde inte ändras, se över dem: ${names}`,
  absenceRemoved: 'Frånvaron är borttagen. Tiden erbjuds igen.',
  edit: 'Ändra preblocket',
  editTitle: (name: string) => `Ändra ${name}`,
  kind: 'Preblock',
  repeated: (count: number) => `${count} preblock är inlagda.`,
  preblocksRemoved: (count: number) =>
    count === 1 ? 'Preblocket är borttaget.' : `${count} preblock är borttagna.`,
  notOnSite: (kind: string, people: string) =>
    `Inget i ${kind} går att boka på nätet: ingen av behandlingarna i e-tidboklistan för ` +
    `${people} har en behandlingskategori som preblocket tillåter.`,
  notOnSiteHas: (categories: string) => `Behandlingarna i listan har kategori: ${categories}.`,
  notOnSiteNone: 'Listan har ingen behandling för nätet.',
  notOnSiteTitle: 'Syns inte på bokningssidan',
  mendKind: 'Ändra vad preblocket tillåter',
  mendTemplates: 'Ändra bokningsmallarna',
  understood: 'Låt det ligga',
};
