import type { Twin } from '../messages.ts';
import type { siteInSwedish } from './site-sv.ts';

const days = (count: number): string => (count === 1 ? '1 working day' : `${count} working days`);
const hours = (count: number): string => (count === 1 ? '1 hour' : `${count} hours`);

const change = { both: 'cancel or rebook', rebook: 'rebook', cancel: 'cancel' } as const;

export const siteInEnglish: Twin<typeof siteInSwedish> = {
  siteName: 'Book a visit',
  logoOf: (clinic) => `${clinic}, logo`,
  title: (step, clinic) => (clinic === '' ? `${step} – Book a visit` : `${step} – ${clinic}`),
  description: (clinic) =>
    `Book a visit with ${clinic === '' ? 'a dentist or a hygienist' : clinic}: choose whom, what and when, and have it confirmed at once.`,
  skipToContent: 'Skip to the content',
  otherLanguage: 'På svenska',
  logIn: 'Log in',
  change: 'Change',
  continue: 'Continue',
  opensNewWindow: 'opens in a new window',
  opensPhone: (phone) => `Call ${phone}`,
  steps: {
    label: 'The steps of the booking',
    clinic: 'Clinic & practitioner',
    treatment: 'Treatment',
    time: 'Time',
    details: 'Your details',
    confirm: 'Confirm',
    current: (position, count, name) => `${position} of ${count} · ${name}`,
    done: 'done',
  },
  choices: {
    heading: 'Your choices',
    clinic: 'Clinic',
    company: 'Company',
    address: 'Address',
    phone: 'Phone',
    practitioner: 'Practitioner',
    treatment: 'Treatment',
    time: 'Time',
    changeOf: (what) => `Change ${what.toLowerCase()}`,
    minutes: (minutes) => `${minutes} min`,
    notChosen: 'Not chosen yet',
  },
  clinicStep: {
    heading: 'Where do you want to go?',
    intro: 'Choose a clinic and whom you want to see.',
    oneClinic: 'Whom do you want to see?',
    searchLabel: 'Search clinic, town or practitioner',
    search: 'Search',
    showAll: 'Show all clinics',
    found: (count) => (count === 1 ? '1 clinic' : `${count} clinics`),
    nothingFound: (words) =>
      `No clinic or practitioner matches “${words}”. Try another word, or show all.`,
    anyone: 'Anyone',
    anyoneHint: 'The most times to choose from',
    practitioners: (clinic) => `Practitioners at ${clinic}`,
    moreClinics: (count) => `Show ${count} more`,
    none: 'It is not possible to book here just now',
    noneHint: 'No clinic takes bookings online. Call your clinic and they will help you.',
  },
  treatmentStep: {
    forPatients: 'Only for those who are patients already',
    forAges: (from, to) =>
      from === null
        ? `Up to ${to} years`
        : to === null
          ? `From ${from} years`
          : `${from}–${to} years`,
    heading: 'What do you want to book?',
    intro: 'Choose what fits best. If you are unsure, call the clinic.',
    none: 'There is nothing to book online here just now',
    noneHint: (phone) => `Call the clinic at ${phone} and they will help you.`,
    otherPractitioner: 'Choose another practitioner',
  },
  timeStep: {
    heading: 'Choose a time',
    previousWeek: 'Previous week',
    nextWeek: 'Next week',
    goToDate: 'Go to date',
    date: 'Date',
    showWeek: 'Show the week',
    noTimes: 'No free times',
    emptyWeek: (week) => `There are no free times in ${week}`,
    firstFree: (moment) => `The first free time is ${moment}.`,
    firstFreeWith: (moment, name) => `The first free time is ${moment} with ${name}.`,
    goToFirst: 'Show that time',
    noneAtAll: 'There are no free times online just now',
    noneAtAllHint: (phone) =>
      `New times are added as we go. If you need to come sooner, call the clinic at ${phone}.`,
    nothingFits: 'No time that suits you?',
    firstWithOther: (moment) => `The first free time with another practitioner is ${moment}.`,
    seeAnyone: 'Show every practitioner’s times',
    callUs: (phone) => `You can also call the clinic at ${phone}.`,
    today: 'today',
    chosen: 'chosen',
    theTaken: 'Someone else booked the time you chose',
    theHeld: 'Someone else is booking the time you chose right now',
    heldHint: 'If they do not book it, it is free again in a few minutes.',
    chooseOther: 'Choose another time.',
    typedKept: 'Everything you have typed is kept.',
    nearest: 'Nearest free times',
    tooLateForDate: 'It is not possible to book that far ahead yet.',
    pastDate: 'That date has already passed.',
  },
  dataAge: {
    fetched: (moment) => `These times are as of ${moment}.`,
    clinicSilent:
      'The clinic’s computer has not been heard since then. You can book as usual. ' +
      'If the time is close, you get word when the clinic is back.',
    remembered: (phone) =>
      'Something is down for a moment. You can look at the times, but not book just yet. ' +
      `If it is urgent, call the clinic on ${phone}.`,
    tryAgain: 'Your booking is not complete yet',
    tryAgainHint:
      'Something is down for a moment. All that you have typed is kept. Wait a little and press ' +
      'once more: however often you press, it is one booking.',
  },
  timeFilter: {
    heading: 'Show only times that suit me',
    shown: (what: string): string => `Showing ${what}`,
    part: 'Time of day',
    parts: { all: 'All day', morning: 'Morning', afternoon: 'Afternoon' },
    weekdays: 'Weekdays (none ticked: all)',
    show: 'Show the times',
    clear: 'Show all times again',
    emptyWeek: (week: string): string => `No free times ${week} suit what you have chosen`,
    showHidden: (count: number): string =>
      count === 1 ? 'Show the only free time this week' : `Show all ${count} free times this week`,
    noneAtAll: 'No free times suit what you have chosen',
    noneAtAllHint: 'Try another time of day, or more weekdays.',
  },
  deadline: {
    hours: (what, count) => `You can ${change[what]} until ${hours(count)} before the visit.`,
    workdays: (what, count) => `You can ${change[what]} until ${days(count)} before the visit.`,
    weekdayBefore: (what, clock) =>
      `You can ${change[what]} until ${clock} on the weekday before the visit.`,
    until: (what, moment) => `You can ${change[what]} until ${moment}.`,
    passed: 'The visit is too near to be changed on the internet. Ring the clinic if you must.',
    never: 'If you need to change the time afterwards, call the clinic.',
  },
  detailsStep: {
    heading: 'Your details',
    intro: 'Every field needs to be filled in.',
    numberHint: 'YYYYMMDD-XXXX',
    numberOrBirthHint: 'YYYYMMDD-XXXX. If you have no Swedish one: leave it empty.',
    bornOnHint: 'YYYY-MM-DD. Only if you have no Swedish number.',
    guardianHint:
      'You affirm that you are the child’s guardian. E-mail and mobile below are then yours.',
    emailHint: 'For example name@example.com',
    mobileHint: 'For example 070-123 45 67',
    privacy:
      'Your details are encrypted at once and sent to the clinic. ' +
      'We use no cookies and do not follow you.',
    errorsHeading: (count) =>
      count === 1 ? 'One field needs to be mended' : `${count} fields need to be mended`,
    error: 'Error:',
    submit: 'Review the booking',
    heldUntil: (clock) => `The time is held for you until ${clock}.`,
    holdLeft: 'left',
    holdEnded:
      'The time is no longer held. You can go on, but someone else may book it before you.',
    renew: 'Keep the time for 5 more minutes',
  },
  confirmStep: {
    hurdle: 'There are unusually many bookings just now',
    hurdleHint: (seconds) =>
      `The booking goes through by itself in a moment. If nothing happens: wait ${seconds} seconds ` +
      'and press Book the time again.',
    heading: 'Is everything right?',
    intro: 'Read it through, then book.',
    you: 'Your details',
    visit: 'Your visit',
    name: 'Name',
    changeDetails: 'Change the details',
    submit: 'Book the time',
    booking: 'Booking …',
    takenHeading: 'Someone else booked the time just before you',
    takenIntro: 'Everything you have typed is kept. Here are the nearest free times:',
    takenNone: 'There are no other free times nearby.',
    seeWeek: 'See the whole week',
    refusedHeading: 'The booking could not be made',
    tryAgain: 'Try again',
    nothingBooked: 'Nothing has been booked.',
  },
  receipt: {
    confirmedHeading: 'Your visit is booked',
    confirmedIntro: 'Welcome! Feel free to save this page or print it.',
    preliminaryHeading: 'Your booking is preliminary',
    preliminaryIntro:
      'The time is reserved for you. The clinic needs to accept it before it is certain.',
    whatNext: 'What happens now?',
    preliminaryNext: (phone) =>
      'The clinic answers as soon as its computer is in touch with us, before the time draws near. ' +
      `Reload the page to see the answer, or call ${phone} to know at once.`,
    confirmedNext: (phone) =>
      `If you cannot come, or have a question, call the clinic at ${phone}.`,
    cancelledHeading: 'The booking is cancelled',
    cancelledIntro: 'The time no longer applies.',
    rejectedNext: (phone) =>
      `The clinic could not take the booking, or it has been cancelled. Book again or call ${phone}.`,
    refresh: 'Reload the page',
    print: 'Print',
    bookAnother: 'Book another visit',
    bookAgain: 'Book a new visit',
    reference: 'Booking number',
    unknown: 'There is no such booking',
    unknownHint: 'The link may be incomplete. Check it, or call your clinic.',
  },
  logInPage: {
    heading: 'Log in',
    intro: 'Logging in with e-ID is not open yet.',
    canNow: 'What you can do already',
    book: 'Book a new visit without logging in.',
    call: 'Rebook, cancel or ask about a visit: call the clinic.',
    clinics: 'The clinics’ phone numbers',
    toBooking: 'Book a visit',
  },
  notice: {
    offline: 'You have no contact with the internet. What you have typed is still on this page.',
  },
  errors: {
    notFound: 'There is no such page',
    notFoundHint: 'The address may be misspelt, or the page has moved.',
    broken: 'Something went wrong on our side',
    brokenHint:
      'It has been noted. Try again in a moment. Without a confirmation nothing is booked.',
    away: 'Booking is resting for a moment',
    awayHint:
      'We have a short interruption. Wait a minute and reload the page. ' +
      'If it is urgent, call your clinic.',
    tooBig: 'What was sent is too large',
    refused: 'That did not work',
    retry: 'Try again',
    start: 'Start again from the beginning',
    reference: 'Error number',
  },
  footer: {
    aboutPrivacy: 'How your data are handled',
    accessibility: 'Accessibility',
    clinicSite: 'The booking is run by the clinic.',
    privacy: 'No cookies for booking, no tracking.',
  },
};
