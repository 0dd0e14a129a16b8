/** The tray of what needs a person: the same words in the book and in the Online Client. */
export const trayInSwedish = {
  title: 'Behöver en människa',
  none: 'Inget behöver en människa just nu.',
  kinds: {
    overlap: {
      name: 'Dubbelbokning',
      why:
        'Två besök ligger på samma tid. Det ena såldes på nätet medan det andra bokades här. ' +
        'Båda patienterna har fått besked: ring den som ska flyttas.',
    },
    'override-conflict': {
      name: 'Dubbelbokning: tiden hann säljas på nätet',
      why:
        'Personalen bokade över tid som sidan höll på att sälja medan den inte gick att nå, och ' +
        'en patient hann före. Patientens bokning gäller tills någon här har valt.',
    },
    'request-rejected': {
      name: 'Önskad tid på nätet gick inte att ge',
      why: 'En patient bad om en tid som redan var tagen, och har fått veta det. Ring gärna.',
    },
    'crossed-change': {
      name: 'Ändrad på båda håll samtidigt',
      why:
        'Patienten ändrade sin bokning på nätet samtidigt som den ändrades här. Patientens val ' +
        'är det senaste hen har fått bekräftat.',
    },
    'sold-outside-schedule': {
      name: 'Såld utanför arbetsschemat',
      why:
        'Tiden såldes medan passet togs bort. Besöket gäller: lägg tillbaka passet, eller flytta ' +
        'besöket.',
    },
    'unreadable-details': {
      name: 'Patientens uppgifter gick inte att läsa',
      why:
        'Besöket gäller men namnet är okänt, eftersom uppgifterna låstes till en nyckel som inte ' +
        'finns här. Läs in den rätta nyckeln ur en säkerhetskopia, eller fråga patienten vid ' +
        'besöket.',
    },
    'override-waits': {
      name: 'Bokad trots att sidan inte gick att nå',
      why:
        'Tiden kan vara såld på nätet. Sidan svarar när kontakten är tillbaka: är tiden ledig ' +
        'försvinner fallet av sig självt, annars står båda besöken här.',
    },
    'lost-visit': {
      name: 'Tagen efter säkerhetskopian',
      why:
        'Boken återställdes från en säkerhetskopia. Sidan vet att tiden togs senare, men inte av ' +
        'vem. Fråga kollegorna.',
    },
  },
  other: {
    name: 'Att ta ställning till',
    why: 'Boken och sidan behöver ett beslut. Titta på besöken nedan.',
  },
  keep: 'Allt får stå kvar',
  keepHelp: 'Fallet är löst; ingenting ändras.',
  waits: 'Inget behöver göras nu.',
  count: (cases: number) => `Behöver en människa: ${cases}`,
  countWaiting: (overrides: number) => `Väntar på sidans svar: ${overrides}`,
  show: 'Visa fallet',
  showInBook: 'Visa i tidboken',
  moveTo: (moment: string) => `Flytta till ${moment}`,
  cancel: 'Avboka',
  cancelReason: 'Orsak',
  cancelReasons: {
    clinic: 'kliniken',
    patient: 'patienten',
    'practitioner-absent': 'behandlaren är borta',
  },
  note: 'Anteckning (stannar här)',
  noNearest: 'Ingen lika lång ledig tid hittades.',
  state: { cancelled: 'avbokad', online: 'bokad på nätet', staff: 'bokad här' },
  solved: 'Fallet är löst.',
  /** Names a button by the visit that it is about. */
  about: (deed: string, who: string) => `${deed}: ${who}`,
};
