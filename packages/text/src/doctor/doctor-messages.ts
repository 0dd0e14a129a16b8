import { inBothLanguages, type Twin } from '../messages.ts';

/** What a check found, as numbers and names. */
export type Found = Readonly<Record<string, string | number>>;

type Sentence = (found: Found) => string;

const sv = {
  checks: {
    database: 'Klinikens databas',
    disk: 'Diskutrymme',
    keys: 'Nyckelfiler',
    pairing: 'Parkoppling',
    proxy: 'Proxy',
    dns: 'Namnuppslag',
    tls: 'Certifikat',
    site: 'Bokningssidan',
    clock: 'Datorns klocka',
    websocket: 'WebSocket',
    'long-poll': 'Vanliga anrop',
  },
  found: {
    'database-well': (f: Found) => `PostgreSQL ${f['version']} svarar på ${f['ms']} ms.`,
    'database-old': (f: Found) => `PostgreSQL ${f['version']} är för gammal: uppgradera till 15.`,
    'database-away': (f: Found) =>
      `Databasen svarar inte (${f['error']}). Starta den, och se BOOK_DATABASE_URL.`,
    'database-clock': (f: Found) =>
      `Databasens klocka går ${f['seconds']} s fel mot den här datorns: slå på tidssynkronisering.`,
    'disk-well': (f: Found) => `${f['gigabytes']} GB ledigt.`,
    'disk-low': (f: Found) => `Bara ${f['gigabytes']} GB ledigt: frigör utrymme inom kort.`,
    'disk-full': (f: Found) =>
      `Bara ${f['gigabytes']} GB ledigt: när disken är full kan inget bokas. Frigör utrymme nu.`,
    'keys-well': () => 'Kan bara läsas av programmets eget konto.',
    'keys-none': () => 'Ingen nyckel finns än; den görs vid första parkopplingen.',
    'keys-open': (f: Found) =>
      `${f['file']} kan läsas av andra konton. Ta bort deras rättigheter (chmod 600).`,
    'keys-unchecked': () => 'Rättigheterna kan inte läsas så här på Windows: se drifthandboken.',
    'paired-well': (f: Found) => `Parkopplad med ${f['site']}.`,
    'not-paired': () => 'Inte parkopplad: vägen till sidan kan inte kontrolleras.',
    'no-proxy': () => 'Ingen proxy är angiven: vägen är rak.',
    'through-proxy': (f: Found) => `Allt går genom ${f['host']}.`,
    'proxy-misread': () => 'HTTPS_PROXY går inte att läsa. Skriv http://värd:port.',
    'name-found': (f: Found) => `${f['host']} finns på ${f['address']}.`,
    'name-unknown': (f: Found) =>
      `${f['host']} hittas inte (${f['error']}). Se adressen, och datorns DNS.`,
    'tls-good': (f: Found) => `Giltigt i ${f['days']} dagar till.`,
    'tls-ends-soon': (f: Found) =>
      `Går ut om ${f['days']} dagar: säg till bokningssidans operatör.`,
    'tls-local': () => 'Sidan ligger på den här datorn: inget certifikat behövs.',
    'tls-missing': () => 'Adressen är inte https: det som skickas kan läsas på vägen. Byt adress.',
    'tls-by-proxy': () => 'Prövas av förbindelsen genom proxyn.',
    'tls-bad': (f: Found) =>
      `Certifikatet godtas inte (${f['error']}). Inspekterar en proxy trafiken måste dess ` +
      'rotcertifikat anges i NODE_EXTRA_CA_CERTS.',
    'site-answers': (f: Found) => `Svarar på ${f['ms']} ms.`,
    'site-not-reached': (f: Found) =>
      `${f['host']} svarar inte (${f['error']}). Se internetförbindelsen och brandväggen (443 ut).`,
    'not-the-site': (f: Found) =>
      `Något annat än bokningssidan svarar (${f['status']}). Se adressen, eller en proxy på vägen.`,
    'clock-agrees': (f: Found) => `Skiljer ${f['seconds']} s från sidans.`,
    'clock-off': (f: Found) =>
      `Skiljer ${f['seconds']} s från sidans: slå på tidssynkronisering på den här datorn.`,
    'carrier-works': (f: Found) => `Passerar, första ordet på ${f['ms']} ms.`,
    'carrier-broken': (f: Found) =>
      `Kommer inte fram (${f['error']}). Räcker det med en av de två håller boken ändå jämna steg.`,
  } satisfies Record<string, Sentence>,
};

const en: Twin<typeof sv> = {
  checks: {
    database: 'The clinic’s database',
    disk: 'Disk space',
    keys: 'Key files',
    pairing: 'Pairing',
    proxy: 'Proxy',
    dns: 'Name look-up',
    tls: 'Certificate',
    site: 'The booking site',
    clock: 'This computer’s clock',
    websocket: 'WebSocket',
    'long-poll': 'Plain requests',
  },
  found: {
    'database-well': (f) => `PostgreSQL ${f['version']} answers in ${f['ms']} ms.`,
    'database-old': (f) => `PostgreSQL ${f['version']} is too old: upgrade to 15.`,
    'database-away': (f) =>
      `The database does not answer (${f['error']}). Start it, and see BOOK_DATABASE_URL.`,
    'database-clock': (f) =>
      `The database's clock is ${f['seconds']} s off this computer's: switch time sync on.`,
    'disk-well': (f) => `${f['gigabytes']} GB free.`,
    'disk-low': (f) => `Only ${f['gigabytes']} GB free: make room before long.`,
    'disk-full': (f) =>
      `Only ${f['gigabytes']} GB free: on a full disk nothing can be booked. Make room now.`,
    'keys-well': () => 'Only the program’s own account can read them.',
    'keys-none': () => 'There is no key yet; the first pairing makes it.',
    'keys-open': (f) => `Other accounts can read ${f['file']}. Take their rights away (chmod 600).`,
    'keys-unchecked': () => 'Rights cannot be read so on Windows: see the operating manual.',
    'paired-well': (f) => `Paired with ${f['site']}.`,
    'not-paired': () => 'Not paired: the way to the site cannot be checked.',
    'no-proxy': () => 'No proxy is set: the way is straight.',
    'through-proxy': (f) => `Everything goes through ${f['host']}.`,
    'proxy-misread': () => 'HTTPS_PROXY cannot be read. Write http://host:port.',
    'name-found': (f) => `${f['host']} is at ${f['address']}.`,
    'name-unknown': (f) =>
      `${f['host']} is not found (${f['error']}). See the address, and this computer's DNS.`,
    'tls-good': (f) => `Valid for ${f['days']} more days.`,
    'tls-ends-soon': (f) => `Ends in ${f['days']} days: tell the booking site's operator.`,
    'tls-local': () => 'The site is on this computer: no certificate is needed.',
    'tls-missing': () => 'The address is not https: what is sent can be read. Change the address.',
    'tls-by-proxy': () => 'Judged by the connection through the proxy.',
    'tls-bad': (f) =>
      `The certificate is not accepted (${f['error']}). Where a proxy inspects traffic, name its ` +
      'root certificate in NODE_EXTRA_CA_CERTS.',
    'site-answers': (f) => `Answers in ${f['ms']} ms.`,
    'site-not-reached': (f) =>
      `${f['host']} does not answer (${f['error']}). See the internet line and firewall (443 out).`,
    'not-the-site': (f) =>
      `Something else than the site answers (${f['status']}). See the address, or a proxy between.`,
    'clock-agrees': (f) => `${f['seconds']} s from the site's.`,
    'clock-off': (f) => `${f['seconds']} s from the site's: switch time sync on at this computer.`,
    'carrier-works': (f) => `Passes, first word in ${f['ms']} ms.`,
    'carrier-broken': (f) =>
      `Does not get through (${f['error']}). One of the two is enough to keep in step.`,
  },
};

const messages = inBothLanguages({ sv, en });

export type CheckName = keyof typeof sv.checks;

/** What one check looked at, and what it found and what to do, as a sentence. */
export function checkWords(
  locale: 'sv' | 'en',
  finding: { readonly check: CheckName; readonly code: string; readonly about: Found },
): { readonly what: string; readonly says: string } {
  const { checks, found } = messages[locale];
  const sentence = Object.entries(found).find(([code]) => code === finding.code)?.[1];
  return { what: checks[finding.check], says: sentence?.(finding.about) ?? finding.code };
}
