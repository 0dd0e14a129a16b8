import type { Twin } from '../messages.ts';
import { trayInEnglish } from '../tray/tray-en.ts';
import type { clientInSwedish } from './client-sv.ts';

const hours = (count: number): string => (count === 1 ? '1 hour' : `${count} hours`);

export const clientInEnglish: Twin<typeof clientInSwedish> = {
  title: 'Online Client',
  otherLanguage: 'På svenska',
  skip: 'Skip to the content',
  tray: trayInEnglish,
  nav: {
    label: 'Pages',
    status: 'How things stand',
    tray: 'Needs a person',
    sheet: 'Day sheet',
    pairing: 'Pairing',
    clinics: 'The clinic’s details',
    limits: 'Limits and address',
    doctor: 'Doctor',
    log: 'Log',
  },
  status: {
    connected: 'Connected to the booking site',
    notConnected: 'Not connected to the booking site',
    notPaired: 'Not paired with a booking site',
    halted: 'Stopped: a person must look at the sync',
    recover: 'Restored from a backup: waiting for the booking site',
    practice: 'Practice',
    clinics: 'Clinics',
    connectedSince: 'Connected since',
    lastExchange: 'Last exchange',
    waitingOut: 'Waiting to be sent',
    waitingIn: 'Waiting to be read in',
    frontier: 'The site sells alone',
    frontierWords: (moment) => `time from ${moment}. For earlier time it asks.`,
    frontierNone: 'nothing yet',
    needsPerson: 'Needs a person',
    clock: 'This computer’s clock',
    clockAgrees: 'agrees with the site’s',
    clockOff: (seconds) =>
      seconds > 0 ? `is ${seconds} s behind the site’s` : `is ${-seconds} s ahead of the site’s`,
    clockUnknown: 'is compared once the site is reached',
    transport: 'Connection',
    transports: { websocket: 'WebSocket', 'long-poll': 'plain requests (WebSocket is blocked)' },
    noTransport: 'none',
    version: 'Version',
    nothing: 'Nothing',
    cases: (count) => (count === 1 ? '1 case' : `${count} cases`),
    entries: (count) => (count === 1 ? '1 entry' : `${count} entries`),
    never: 'Never',
    howToPair: 'Ask the booking site’s operator for a one-time code and type it under Pairing.',
    whileAway:
      'The book works as usual. The site goes on selling time further ahead; nearer time is ' +
      'booked preliminarily until the connection is back.',
    haltedHelp:
      'An entry from the site could not be read in. Nothing is skipped and nothing is lost, but ' +
      'nothing more is read in. Call support and tell them the code.',
    stoppedHelp: (code) =>
      `The site and this computer do not agree (${code}). Go to Pairing or call support.`,
    recoverHelp:
      'Do not book time that is offered online until the book and the site have been compared. ' +
      'That happens by itself once the site is reached.',
    alarm: (moment) =>
      `No contact with the booking site since ${moment}. Print the day sheet if it takes long.`,
    unseen: (count) =>
      count === 1
        ? '1 online booking has waited for more than half an hour to be looked at.'
        : `${count} online bookings have waited for more than half an hour to be looked at.`,
    openSheet: 'Open the day sheet',
    asOf: (clock) => `As of ${clock}`,
  },
  signIn: {
    title: 'Sign in',
    why: 'Sign in with the same name and password as in the book.',
    name: 'User name',
    password: 'Password',
    go: 'Sign in',
    out: 'Sign out',
    as: (name) => `Signed in: ${name}`,
  },
  pairing: {
    title: 'Pairing',
    pairedWith: 'Paired with',
    installation: 'This installation’s number',
    key: 'This computer’s key',
    keyHere: 'lies on this computer and never leaves it',
    keyMissing: 'is missing: pair this computer anew',
    notPaired: 'The practice is not paired. Nothing is shown online.',
    pairTitle: 'Pair by a one-time code',
    pairAgainTitle: 'Pair anew by another one-time code',
    pairAgainHelp:
      'Needed when the Online Client moves to another computer, or when the site answers ' +
      'repair-required.',
    siteUrl: 'The booking site’s address',
    code: 'One-time code',
    codeHelp: 'Twelve signs from the site’s operator. It holds for a day and for a single time.',
    pair: 'Pair',
    done: 'The practice is paired.',
    unpairTitle: 'Unpair',
    unpairWhat:
      'All unsold time is taken back from the site and becomes ordinary time in the book. ' +
      'Bookings that have been made stay in the book and hold. The site then shows no times, and ' +
      'patients can neither rebook nor cancel online.',
    unpairSure: 'Yes, take the clinic’s times off the internet',
    unpair: 'Unpair',
    unpairNeedsTick: 'Tick the box to unpair.',
    unpaired: 'The times are now taken back; then the practice is unpaired by itself.',
  },
  clinics: {
    title: 'The clinic’s details',
    intro: 'This is shown on the booking site as soon as it is saved.',
    name: 'Name',
    street: 'Street',
    postalCode: 'Postal code',
    town: 'Town',
    phone: 'Phone',
    openingText: 'Opening text',
    openingTextHelp: 'Shown on the first step. Leave it empty for none.',
    takesPart: 'The clinic takes bookings online',
    logo: 'Logo',
    logoOf: (clinic) => `Logo of ${clinic}`,
    noLogo: 'No logo',
    logoFile: 'Picture file',
    logoHelp: 'PNG, JPEG or WebP, at most 200 kB and 2,000 × 2,000 pixels.',
    colour: 'The clinic’s colour',
    colourOwn: 'A colour of its own on the booking site',
    colourPick: 'Colour',
    colourHelp:
      'Buttons, links and what is chosen take the colour. It is made darker or lighter where that ' +
      'is needed for everything to be read.',
    colourSave: 'Use the colour',
    upload: 'Upload',
    removeLogo: 'Remove the logo',
    practitioners: 'Practitioners who take part online',
    save: 'Save',
    saved: 'Saved. The booking site gets it as soon as it is reached.',
    logoWrong: {
      missing: 'Choose a picture file first.',
      'too-large': 'The picture is larger than 200 kB.',
      'wrong-kind': 'The file is no PNG, JPEG or WebP picture.',
      'too-many-pixels': 'The picture has more than 2,000 pixels in width or height.',
    },
  },
  limits: {
    title: 'Limits and address',
    when: 'When patients may book',
    leadTime: 'At the latest so many hours before the visit',
    horizon: 'At most so many months ahead',
    deadline: 'Last moment to rebook or cancel',
    deadlineHours: 'a number of hours before the visit',
    deadlineWorkdays: 'a number of working days before the visit',
    deadlineWeekday: 'the weekday before the visit, at a time of day',
    hours: 'Hours',
    workdays: 'Working days',
    clock: 'Time of day',
    near: 'How close to the visit may the site sell without asking the clinic?',
    nearHelp:
      'Time further ahead the site sells alone, also when the clinic’s computer is off. For ' +
      'nearer time it asks the book: nobody notices while the computer is on, but when it is off ' +
      'the booking is preliminary until the book answers.',
    nearChoices: {
      0: 'Right up to the visit. Staff must always ask the site for time that is offered.',
      24: 'A day before (suggested). Emergency time today and tomorrow is the clinic’s own.',
      48: 'Two days before.',
      168: 'A week before. When the computer is off nearly everything is preliminary.',
      876000: 'Never. The book is asked for each booking; with the computer off it is preliminary.',
    },
    nearOther: (count) => `${hours(count)} before (as it is now)`,
    offline: 'How long may the site sell alone without having heard from the book, in hours?',
    offlineHelp: 'After that it only takes preliminary bookings. 96 hours last a long weekend.',
    address: 'Address that the patient must give',
    addressHelp: 'None ticked: patients may fill in their address but need not.',
    save: 'Save',
    saved: 'Saved. The booking site gets it as soon as it is reached.',
    wrong: 'Something is not filled in right. Nothing was saved.',
    wrongField: (from, to) => `Write a whole number from ${from} to ${to}.`,
    wrongClock: 'Write a time of day, 12:00 for example.',
  },
  sheet: {
    title: 'Day sheet',
    print: 'Print',
    unseenTitle: 'Online bookings that nobody has looked at',
    unseenNone: 'All online bookings have been seen.',
    allSeen: 'All on this sheet is seen',
    marked: 'The bookings are marked as seen.',
    time: 'Time',
    patient: 'Patient',
    phone: 'Phone',
    visit: 'Treatment',
    chair: 'Resource and practitioner',
    cancelledByPatient: 'cancelled by the patient',
    mayBeSoldTitle: 'Time that may have been sold online since',
    mayBeSold: (moment) =>
      `The book has not heard from the site since ${moment}. Do not book these times if you can ` +
      'avoid it: a patient may have got them already.',
    sellsUntil: (moment) => `The site sells alone until ${moment}, then only preliminarily.`,
    canHold:
      'The sheet shows what the book knows. A booking made online since contact was lost is not ' +
      'here; it comes when the site is reached again, and then stands on top until it was seen.',
    asOf: (moment) => `From the book ${moment}`,
  },
  doctor: {
    title: 'Doctor',
    intro: 'The way from this computer to the booking site, step by step. Nothing is changed.',
    run: 'Check now',
    results: { ok: 'Well', warn: 'Look out', fail: 'Wrong' },
    what: 'What',
    result: 'Result',
    says: 'What it means',
  },
  log: {
    title: 'Log',
    intro: 'What the program has done, latest first. Only ids and codes, no patients.',
    when: 'When',
    what: 'What',
    about: 'About',
    none: 'Nothing has happened yet.',
    levels: { info: '', warn: 'warning', error: 'error' },
  },
  wrong: {
    notHere: 'There is no such page.',
    notAllowed: 'You do not have the permission. Ask an administrator.',
    tooOld: 'The page had been open for too long. Look again and repeat.',
    away: 'The clinic’s database does not answer just now. The page tries again.',
    back: 'To how things stand',
  },
};
