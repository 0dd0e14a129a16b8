import { trayInSwedish } from '../tray/tray-sv.ts';

const hours = (count: number): string => (count === 1 ? '1 timme' : `${count} timmar`);

export const clientInSwedish = {
  title: 'Online Client',
  otherLanguage: 'In English',
  skip: 'Hoppa till innehållet',
  tray: trayInSwedish,
  nav: {
    label: 'Sidor',
    status: 'Läget just nu',
    tray: 'Behöver en människa',
    sheet: 'Dagblad',
    pairing: 'Parkoppling',
    clinics: 'Klinikens uppgifter',
    limits: 'Gränser och adress',
    doctor: 'Felsökning',
    log: 'Logg',
  },
  status: {
    connected: 'Ansluten till bokningssidan',
    notConnected: 'Inte ansluten till bokningssidan',
    notPaired: 'Inte parkopplad med någon bokningssida',
    halted: 'Stoppad: en människa måste titta på synkroniseringen',
    recover: 'Återställd från en säkerhetskopia: väntar på bokningssidan',
    practice: 'Praktik',
    clinics: 'Kliniker',
    connectedSince: 'Ansluten sedan',
    lastExchange: 'Senaste utbyte',
    waitingOut: 'Väntar på att skickas',
    waitingIn: 'Väntar på att läsas in',
    frontier: 'Sidan säljer själv',
    frontierWords: (moment: string) => `tid från ${moment}. Tidigare tid frågar den om.`,
    frontierNone: 'ingenting än',
    needsPerson: 'Behöver en människa',
    clock: 'Datorns klocka',
    clockAgrees: 'går lika med sidans',
    clockOff: (seconds: number) =>
      seconds > 0 ? `går ${seconds} s efter sidans` : `går ${-seconds} s före sidans`,
    clockUnknown: 'jämförs när sidan nås',
    transport: 'Förbindelse',
    transports: { websocket: 'WebSocket', 'long-poll': 'vanliga anrop (WebSocket spärras)' },
    noTransport: 'ingen',
    version: 'Version',
    nothing: 'Ingenting',
    cases: (count: number) => (count === 1 ? '1 fall' : `${count} fall`),
    entries: (count: number) => (count === 1 ? '1 post' : `${count} poster`),
    never: 'Aldrig',
    howToPair: 'Be bokningssidans operatör om en engångskod och skriv in den under Parkoppling.',
    whileAway:
      'Tidboken fungerar som vanligt. Sidan fortsätter att sälja tid längre fram; närmare tid ' +
      'bokas preliminärt tills anslutningen är tillbaka.',
    haltedHelp:
      'En post från sidan gick inte att läsa in. Inget hoppas över och inget går förlorat, men ' +
      'inget mer läses in. Ring supporten och uppge koden.',
    stoppedHelp: (code: string) =>
      `Sidan och den här datorn är inte överens (${code}). Gå till Parkoppling eller ring ` +
      'supporten.',
    recoverHelp:
      'Boka inte på tid som ligger ute på nätet förrän boken och sidan har jämförts. Det sker av ' +
      'sig självt när sidan nås.',
    alarm: (moment: string) =>
      `Ingen kontakt med bokningssidan sedan ${moment}. Skriv ut dagbladet om det drar ut på tiden.`,
    unseen: (count: number) =>
      count === 1
        ? '1 e-bokning har väntat mer än en halvtimme på att någon tittar.'
        : `${count} e-bokningar har väntat mer än en halvtimme på att någon tittar.`,
    openSheet: 'Öppna dagbladet',
    asOf: (clock: string) => `Uppdaterat kl. ${clock}`,
  },
  signIn: {
    title: 'Logga in',
    why: 'Logga in med samma namn och lösenord som i tidboken.',
    name: 'Användarnamn',
    password: 'Lösenord',
    go: 'Logga in',
    out: 'Logga ut',
    as: (name: string) => `Inloggad: ${name}`,
  },
  pairing: {
    title: 'Parkoppling',
    pairedWith: 'Parkopplad med',
    installation: 'Den här installationens nummer',
    key: 'Datorns nyckel',
    keyHere: 'finns på den här datorn och lämnar den aldrig',
    keyMissing: 'saknas: parkoppla om den här datorn',
    notPaired: 'Praktiken är inte parkopplad. Inget visas på nätet.',
    pairTitle: 'Parkoppla med en engångskod',
    pairAgainTitle: 'Parkoppla om med en ny engångskod',
    pairAgainHelp:
      'Behövs när Online Client flyttas till en annan dator, eller när sidan svarar ' +
      'repair-required.',
    siteUrl: 'Bokningssidans adress',
    code: 'Engångskod',
    codeHelp: 'Tolv tecken från bokningssidans operatör. Den gäller ett dygn och en enda gång.',
    pair: 'Parkoppla',
    done: 'Praktiken är parkopplad.',
    unpairTitle: 'Koppla från',
    unpairWhat:
      'All osåld tid tas tillbaka från sidan och blir vanlig tid i boken. Bokningar som redan är ' +
      'gjorda står kvar i boken och gäller. Sidan visar sedan inga tider, och patienter kan inte ' +
      'omboka eller avboka på nätet.',
    unpairSure: 'Ja, ta bort klinikens tider från nätet',
    unpair: 'Koppla från',
    unpairNeedsTick: 'Kryssa i rutan för att koppla från.',
    unpaired: 'Tiderna tas nu tillbaka; sedan kopplas praktiken från av sig själv.',
  },
  clinics: {
    title: 'Klinikens uppgifter',
    intro: 'Det här visas på bokningssidan, så snart det är sparat.',
    name: 'Namn',
    street: 'Gatuadress',
    postalCode: 'Postnummer',
    town: 'Ort',
    phone: 'Telefon',
    openingText: 'Inledande text',
    openingTextHelp: 'Visas på första steget. Lämna tomt för ingen text.',
    takesPart: 'Kliniken tar emot bokningar på nätet',
    logo: 'Logotyp',
    logoOf: (clinic: string) => `Logotyp för ${clinic}`,
    noLogo: 'Ingen logotyp',
    logoFile: 'Bildfil',
    logoHelp: 'PNG, JPEG eller WebP, högst 200 kB och 2 000 × 2 000 bildpunkter.',
    colour: 'Klinikens färg',
    colourOwn: 'Egen färg på bokningssidan',
    colourPick: 'Färg',
    colourHelp:
      'Knappar, länkar och det som är valt får färgen. Den görs mörkare eller ljusare där det behövs för ' +
      'att allt ska gå att läsa.',
    colourSave: 'Använd färgen',
    upload: 'Ladda upp',
    removeLogo: 'Ta bort logotypen',
    practitioners: 'Behandlare som är med på nätet',
    save: 'Spara',
    saved: 'Sparat. Bokningssidan får det så snart den nås.',
    logoWrong: {
      missing: 'Välj en bildfil först.',
      'too-large': 'Bilden är större än 200 kB.',
      'wrong-kind': 'Filen är ingen PNG-, JPEG- eller WebP-bild.',
      'too-many-pixels': 'Bilden har fler än 2 000 bildpunkter på bredden eller höjden.',
    },
  },
  limits: {
    title: 'Gränser och adress',
    when: 'När patienter får boka',
    leadTime: 'Senast så många timmar före besöket',
    horizon: 'Högst så många månader fram',
    deadline: 'Senaste ombokning och avbokning',
    deadlineHours: 'ett antal timmar före besöket',
    deadlineWorkdays: 'ett antal arbetsdagar före besöket',
    deadlineWeekday: 'vardagen före besöket, ett visst klockslag',
    hours: 'Timmar',
    workdays: 'Arbetsdagar',
    clock: 'Klockslag',
    near: 'Hur nära inpå besöket får sidan sälja utan att fråga kliniken?',
    nearHelp:
      'Tid längre fram än så säljer sidan själv, även när klinikens dator är avstängd. Närmare ' +
      'tid frågar den boken om: det märks inte när datorn är på, men när den är av blir ' +
      'bokningen preliminär tills boken svarar.',
    nearChoices: {
      0: 'Fram till besöket. Personalen måste alltid fråga sidan om tid som ligger ute.',
      24: 'Ett dygn före (förslag). Akuttider i dag och i morgon är klinikens egna.',
      48: 'Två dygn före.',
      168: 'En vecka före. När datorn är av blir nästan allt preliminärt.',
      876000: 'Aldrig. Varje bokning frågas boken om; är datorn av blir den preliminär.',
    },
    nearOther: (count: number) => `${hours(count)} före (nuvarande)`,
    offline: 'Hur länge får sidan sälja själv utan att ha hört av boken, i timmar?',
    offlineHelp:
      'Sedan tar den bara emot preliminära bokningar. 96 timmar räcker över en långhelg.',
    address: 'Adress som patienten måste lämna',
    addressHelp: 'Inget ikryssat: patienten får fylla i sin adress men måste inte.',
    save: 'Spara',
    saved: 'Sparat. Bokningssidan får det så snart den nås.',
    wrong: 'Något är inte rätt ifyllt. Inget är sparat.',
    wrongField: (from: number, to: number) => `Skriv ett heltal från ${from} till ${to}.`,
    wrongClock: 'Skriv ett klockslag, till exempel 12:00.',
  },
  sheet: {
    title: 'Dagblad',
    print: 'Skriv ut',
    unseenTitle: 'E-bokningar som ingen har tittat på',
    unseenNone: 'Alla e-bokningar är sedda.',
    allSeen: 'Allt på bladet är sett',
    marked: 'Bokningarna är markerade som sedda.',
    time: 'Tid',
    patient: 'Patient',
    phone: 'Telefon',
    visit: 'Behandling',
    chair: 'Resurs och behandlare',
    cancelledByPatient: 'avbokad av patienten',
    mayBeSoldTitle: 'Tid som kan ha sålts på nätet sedan dess',
    mayBeSold: (moment: string) =>
      `Boken har inte hört av sidan sedan ${moment}. Boka inte på de här tiderna om det går att ` +
      'undvika: en patient kan redan ha fått dem.',
    sellsUntil: (moment: string) => `Sidan säljer själv till ${moment}, sedan bara preliminärt.`,
    canHold:
      'Bladet visar det som boken vet. En bokning som gjorts på nätet sedan kontakten bröts finns ' +
      'inte här; den kommer när sidan nås igen, och står då överst tills någon har tittat på den.',
    asOf: (moment: string) => `Ur boken ${moment}`,
  },
  doctor: {
    title: 'Felsökning',
    intro: 'Vägen från den här datorn till bokningssidan, steg för steg. Inget ändras.',
    run: 'Kontrollera nu',
    results: { ok: 'Bra', warn: 'Se upp', fail: 'Fel' },
    what: 'Vad',
    result: 'Utfall',
    says: 'Vad det betyder',
  },
  log: {
    title: 'Logg',
    intro: 'Vad programmet har gjort, senaste först. Bara nummer och koder, inga patienter.',
    when: 'När',
    what: 'Vad',
    about: 'Om',
    none: 'Inget har hänt än.',
    levels: { info: '', warn: 'varning', error: 'fel' },
  },
  wrong: {
    notHere: 'Sidan finns inte.',
    notAllowed: 'Du har inte behörighet till detta. Be en administratör.',
    tooOld: 'Sidan hade legat öppen för länge. Titta igen och gör om.',
    away: 'Klinikens databas svarar inte just nu. Sidan försöker igen.',
    back: 'Till läget just nu',
  },
};
