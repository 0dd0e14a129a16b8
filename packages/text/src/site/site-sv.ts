const days = (count: number): string => (count === 1 ? '1 arbetsdag' : `${count} arbetsdagar`);
const hours = (count: number): string => (count === 1 ? '1 timme' : `${count} timmar`);

/** May be rebooked, cancelled or both: the first word of the sentence about it. */
const change = { both: 'av- eller omboka', rebook: 'omboka', cancel: 'avboka' } as const;
type Change = keyof typeof change;

export const siteInSwedish = {
  siteName: 'Boka tid',
  logoOf: (clinic: string) => `${clinic}, logotyp`,
  title: (step: string, clinic: string): string =>
    clinic === '' ? `${step} – Boka tid` : `${step} – ${clinic}`,
  /** What a search engine shows under the name of the page. */
  description: (clinic: string): string =>
    `Boka tid hos ${clinic === '' ? 'tandläkare eller tandhygienist' : clinic}: välj behandlare, behandling och tid, och få bekräftelsen direkt.`,
  skipToContent: 'Hoppa till innehållet',
  otherLanguage: 'In English',
  logIn: 'Logga in',
  change: 'Ändra',
  continue: 'Fortsätt',
  opensNewWindow: 'öppnas i ett nytt fönster',
  opensPhone: (phone: string): string => `Ring ${phone}`,
  steps: {
    label: 'Bokningens steg',
    clinic: 'Klinik & Behandlare',
    treatment: 'Behandling',
    time: 'Tid',
    details: 'Personuppgifter',
    confirm: 'Bekräfta',
    current: (position: number, count: number, name: string): string =>
      `${position} av ${count} · ${name}`,
    done: 'klart',
  },
  choices: {
    heading: 'Dina val',
    clinic: 'Klinik',
    company: 'Företag',
    address: 'Adress',
    phone: 'Telefon',
    practitioner: 'Behandlare',
    treatment: 'Behandling',
    time: 'Tid',
    changeOf: (what: string): string => `Ändra ${what.toLowerCase()}`,
    minutes: (minutes: number): string => `${minutes} min`,
    notChosen: 'Inte valt än',
  },
  clinicStep: {
    heading: 'Var vill du gå?',
    intro: 'Välj klinik och vem du vill träffa.',
    oneClinic: 'Vem vill du träffa?',
    searchLabel: 'Sök klinik, ort eller behandlare',
    search: 'Sök',
    showAll: 'Visa alla kliniker',
    found: (count: number): string => (count === 1 ? '1 klinik' : `${count} kliniker`),
    nothingFound: (words: string): string =>
      `Ingen klinik eller behandlare matchar ”${words}”. Pröva ett annat ord, eller visa alla.`,
    anyone: 'Vem som helst',
    anyoneHint: 'Flest tider att välja på',
    practitioners: (clinic: string): string => `Behandlare på ${clinic}`,
    moreClinics: (count: number): string => `Visa ${count} till`,
    none: 'Just nu går det inte att boka tid här',
    noneHint: 'Ingen klinik tar emot bokningar på nätet. Ring din klinik så hjälper de dig.',
  },
  treatmentStep: {
    forPatients: 'Bara för den som redan är patient',
    forAges: (from: number | null, to: number | null): string =>
      from === null
        ? `Till och med ${to} år`
        : to === null
          ? `Från ${from} år`
          : `${from}–${to} år`,
    heading: 'Vad vill du boka?',
    intro: 'Välj det som passar bäst. Är du osäker: ring kliniken.',
    none: 'Här finns inget att boka på nätet just nu',
    noneHint: (phone: string): string => `Ring kliniken på ${phone} så hjälper de dig.`,
    otherPractitioner: 'Välj en annan behandlare',
  },
  timeStep: {
    heading: 'Välj en tid',
    previousWeek: 'Föregående vecka',
    nextWeek: 'Nästa vecka',
    goToDate: 'Gå till datum',
    date: 'Datum',
    showWeek: 'Visa veckan',
    noTimes: 'Inga lediga tider',
    emptyWeek: (week: string): string => `Det finns inga lediga tider ${week}`,
    firstFree: (moment: string): string => `Första lediga tid är ${moment}.`,
    firstFreeWith: (moment: string, name: string): string =>
      `Första lediga tid är ${moment} hos ${name}.`,
    goToFirst: 'Visa den tiden',
    noneAtAll: 'Det finns inga lediga tider på nätet just nu',
    noneAtAllHint: (phone: string): string =>
      `Nya tider läggs ut efter hand. Behöver du komma tidigare: ring kliniken på ${phone}.`,
    nothingFits: 'Hittar du ingen tid som passar?',
    firstWithOther: (moment: string): string =>
      `Första lediga hos en annan behandlare är ${moment}.`,
    seeAnyone: 'Visa alla behandlares tider',
    callUs: (phone: string): string => `Du kan också ringa kliniken på ${phone}.`,
    today: 'i dag',
    chosen: 'vald',
    theTaken: 'Tiden du valde hann bli bokad av någon annan',
    theHeld: 'Någon annan håller just nu på att boka tiden du valde',
    heldHint: 'Blir den inte bokad är den ledig igen om några minuter.',
    chooseOther: 'Välj en annan tid.',
    typedKept: 'Allt du har skrivit finns kvar.',
    nearest: 'Närmaste lediga tider',
    tooLateForDate: 'Så långt fram går det inte att boka än.',
    pastDate: 'Det datumet har redan varit.',
  },
  dataAge: {
    fetched: (moment: string): string => `Tiderna hämtades ${moment}.`,
    clinicSilent:
      'Klinikens dator har inte hörts av sedan dess. Du kan boka som vanligt. ' +
      'Bokar du en tid som ligger nära får du besked när kliniken är tillbaka.',
    remembered: (phone: string): string =>
      'Vi har ett tillfälligt avbrott. Du kan titta på tiderna, men inte boka förrän om en stund. ' +
      `Är det bråttom: ring kliniken på ${phone}.`,
    tryAgain: 'Bokningen är inte klar än',
    tryAgainHint:
      'Vi har ett tillfälligt avbrott. Allt du har skrivit finns kvar. Vänta en liten stund och ' +
      'tryck en gång till: hur många gånger du än trycker blir det bara en bokning.',
  },
  timeFilter: {
    heading: 'Visa bara tider som passar mig',
    shown: (what: string): string => `Visar ${what}`,
    part: 'Tid på dagen',
    parts: { all: 'Hela dagen', morning: 'Förmiddag', afternoon: 'Eftermiddag' },
    weekdays: 'Veckodagar (ingen ikryssad: alla)',
    show: 'Visa tiderna',
    clear: 'Visa alla tider igen',
    emptyWeek: (week: string): string => `Inga lediga tider ${week} passar det du har valt`,
    showHidden: (count: number): string =>
      count === 1 ? 'Visa veckans enda lediga tid' : `Visa veckans alla ${count} lediga tider`,
    noneAtAll: 'Inga lediga tider passar det du har valt',
    noneAtAllHint: 'Pröva en annan tid på dagen eller fler veckodagar.',
  },
  deadline: {
    hours: (what: Change, count: number): string =>
      `Du kan ${change[what]} fram till ${hours(count)} före besöket.`,
    workdays: (what: Change, count: number): string =>
      `Du kan ${change[what]} fram till ${days(count)} före besöket.`,
    weekdayBefore: (what: Change, clock: string): string =>
      `Du kan ${change[what]} till kl. ${clock.replace(':', '.')} vardagen före besöket.`,
    until: (what: Change, moment: string): string =>
      `Du kan ${change[what]} till och med ${moment}.`,
    passed: 'Besöket är så nära att det inte kan ändras på nätet. Ring kliniken om det behövs.',
    never: 'Behöver du ändra tiden efteråt ringer du kliniken.',
  },
  detailsStep: {
    heading: 'Dina uppgifter',
    intro: 'Alla fält behöver fyllas i.',
    numberHint: 'ÅÅÅÅMMDD-XXXX',
    numberOrBirthHint: 'ÅÅÅÅMMDD-XXXX. Saknar du ett svenskt: lämna tomt.',
    bornOnHint: 'ÅÅÅÅ-MM-DD. Bara om du saknar svenskt personnummer.',
    guardianHint: 'Du intygar att du är barnets vårdnadshavare. E-post och mobil nedan är då dina.',
    emailHint: 'Till exempel namn@exempel.se',
    mobileHint: 'Till exempel 070-123 45 67',
    privacy:
      'Uppgifterna krypteras direkt och skickas till kliniken. ' +
      'Vi använder inga kakor och följer dig inte.',
    errorsHeading: (count: number): string =>
      count === 1 ? 'Ett fält behöver rättas' : `${count} fält behöver rättas`,
    error: 'Fel:',
    submit: 'Granska bokningen',
    heldUntil: (clock: string): string =>
      `Tiden är reserverad för dig till kl. ${clock.replace(':', '.')}.`,
    holdLeft: 'kvar',
    holdEnded: 'Reservationen har gått ut. Du kan fortsätta, men någon annan kan hinna boka tiden.',
    renew: 'Behåll tiden 5 minuter till',
  },
  confirmStep: {
    hurdle: 'Det är ovanligt många bokningar just nu',
    hurdleHint: (seconds: number): string =>
      `Bokningen går igenom av sig själv om en liten stund. Händer inget: vänta ${seconds} sekunder ` +
      'och tryck på Boka tiden igen.',
    heading: 'Stämmer allt?',
    intro: 'Läs igenom och boka.',
    you: 'Dina uppgifter',
    visit: 'Ditt besök',
    name: 'Namn',
    changeDetails: 'Ändra uppgifterna',
    submit: 'Boka tiden',
    booking: 'Bokar …',
    takenHeading: 'Tiden hann bli bokad av någon annan',
    takenIntro: 'Allt du har skrivit finns kvar. Här är de närmaste lediga tiderna:',
    takenNone: 'Det finns inga andra lediga tider i närheten.',
    seeWeek: 'Se hela veckan',
    refusedHeading: 'Det gick inte att boka',
    tryAgain: 'Försök igen',
    nothingBooked: 'Ingenting har bokats.',
  },
  receipt: {
    confirmedHeading: 'Din tid är bokad',
    confirmedIntro: 'Välkommen! Spara gärna sidan eller skriv ut den.',
    preliminaryHeading: 'Din bokning är preliminär',
    preliminaryIntro:
      'Tiden är reserverad för dig. Kliniken behöver godkänna den innan den är säker.',
    whatNext: 'Vad händer nu?',
    preliminaryNext: (phone: string): string =>
      'Kliniken svarar så snart dess dator är i kontakt med oss, senast innan tiden närmar sig. ' +
      `Ladda om sidan för att se svaret, eller ring ${phone} om du vill veta genast.`,
    confirmedNext: (phone: string): string =>
      `Får du förhinder eller har en fråga: ring kliniken på ${phone}.`,
    cancelledHeading: 'Bokningen är avbokad',
    cancelledIntro: 'Tiden gäller inte längre.',
    rejectedNext: (phone: string): string =>
      `Kliniken kunde inte ta emot bokningen, eller så är den avbokad. Boka en ny tid eller ring ${phone}.`,
    refresh: 'Ladda om sidan',
    print: 'Skriv ut',
    bookAnother: 'Boka en tid till',
    bookAgain: 'Boka en ny tid',
    reference: 'Bokningsnummer',
    unknown: 'Den bokningen finns inte',
    unknownHint: 'Länken kan vara ofullständig. Kontrollera den, eller ring din klinik.',
  },
  logInPage: {
    heading: 'Logga in',
    intro: 'Inloggning med e-legitimation är inte öppen än.',
    canNow: 'Det här kan du göra redan nu',
    book: 'Boka en ny tid utan att logga in.',
    call: 'Omboka, avboka eller fråga om en tid: ring kliniken.',
    clinics: 'Klinikernas telefonnummer',
    toBooking: 'Boka tid',
  },
  notice: {
    offline: 'Du saknar kontakt med internet. Det du har skrivit finns kvar här på sidan.',
  },
  errors: {
    notFound: 'Sidan finns inte',
    notFoundHint: 'Adressen kan vara felskriven, eller så har sidan flyttat.',
    broken: 'Något gick fel hos oss',
    brokenHint:
      'Felet är antecknat. Försök igen om en stund. Fick du ingen bekräftelse är inget bokat.',
    away: 'Bokningen vilar en liten stund',
    awayHint:
      'Vi har ett tillfälligt avbrott. Vänta någon minut och ladda om sidan. ' +
      'Är det bråttom: ring din klinik.',
    tooBig: 'Det som skickades är för stort',
    refused: 'Det gick inte',
    retry: 'Försök igen',
    start: 'Börja om från början',
    reference: 'Felnummer',
  },
  footer: {
    aboutPrivacy: 'Så hanteras dina uppgifter',
    accessibility: 'Tillgänglighet',
    clinicSite: 'Bokningen sköts av kliniken.',
    privacy: 'Inga kakor för att boka, ingen spårning.',
  },
};
