import { inBothLanguages, type Twin } from '../messages.ts';

const sv = {
  title: 'Online Client',
  connected: 'Ansluten till bokningssidan',
  notConnected: 'Inte ansluten till bokningssidan',
  notPaired: 'Inte parkopplad med någon bokningssida',
  halted: 'Stoppad: en person måste titta på synkroniseringen',
  practice: 'Praktik',
  clinics: 'Kliniker',
  connectedSince: 'Ansluten sedan',
  lastExchange: 'Senaste utbyte',
  waitingOut: 'Väntar på att skickas',
  waitingIn: 'Väntar på att läsas in',
  frontier: 'Sidan säljer själv tid från',
  needsPerson: 'Behöver en människa',
  nothing: 'Ingenting',
  never: 'Aldrig',
  howToPair: 'Parkoppla med engångskoden från bokningssidans operatör:',
  whileAway:
    'Tidboken fungerar som vanligt. Sidan fortsätter att sälja tid längre fram; närmare tid ' +
    'bokas preliminärt tills anslutningen är tillbaka.',
  otherLanguage: 'In English',
};

const en: Twin<typeof sv> = {
  title: 'Online Client',
  connected: 'Connected to the booking site',
  notConnected: 'Not connected to the booking site',
  notPaired: 'Not paired with a booking site',
  halted: 'Stopped: a person must look at the sync',
  practice: 'Practice',
  clinics: 'Clinics',
  connectedSince: 'Connected since',
  lastExchange: 'Last exchange',
  waitingOut: 'Waiting to be sent',
  waitingIn: 'Waiting to be read in',
  frontier: 'The site sells time alone from',
  needsPerson: 'Needs a person',
  nothing: 'Nothing',
  never: 'Never',
  howToPair: 'Pair with the one-time code from the site’s operator:',
  whileAway:
    'The book works as usual. The site goes on selling time further ahead; nearer time is ' +
    'booked preliminarily until the connection is back.',
  otherLanguage: 'På svenska',
};

/** What the Online Client's own page says. */
export const clientMessages = inBothLanguages({ sv, en });

export type ClientMessages = Twin<typeof sv>;
