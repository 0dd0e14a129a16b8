import type { Twin } from '../messages.ts';
import type { myInSwedish } from './my-sv.ts';

export const myInEnglish: Twin<typeof myInSwedish> = {
  logIn: {
    heading: 'Log in',
    intro: 'With an e-ID you can see, rebook and cancel your visits.',
    button: 'Log in with e-ID',
    without: 'You can book a new time without logging in.',
    failedHeading: 'You are not logged in',
    again: 'Try again',
    away: 'The login does not answer just now. Try again in a while, or ring the clinic.',
    cookie:
      'A cookie keeps you logged in for 30 minutes at the most. It is needed for what you ask for ' +
      'and used for nothing else.',
  },
  logOut: 'Log out',
  loggedInAs: (name: string): string => `Logged in as ${name}`,
  heading: 'My visits',
  intro:
    'Visits that you have booked on the internet, and visits that the clinic has booked for you.',
  onlineOnly: 'Just now only visits booked on the internet are shown',
  onlineOnlyHint: (clinics: string): string =>
    `${clinics} does not answer. Ring if a visit is missing.`,
  byClinic: 'Booked by the clinic',
  visit: 'Visit',
  askClinic: {
    heading: 'Has a clinic booked a visit for you?',
    hint: 'Choose the clinic and we ask it. Only that clinic learns that you ask.',
    clinic: 'Clinic',
    submit: 'Ask the clinic',
  },
  none: 'You have no coming visits',
  noneHint: 'Is a visit missing that the clinic booked? Ring the clinic and they will help you.',
  book: 'Book a new time',
  coming: 'Coming',
  earlier: (count: number): string => `Earlier and cancelled (${count})`,
  status: {
    confirmed: 'Booked',
    preliminary: 'Preliminary: the clinic has not answered yet',
    cancelled: 'Cancelled',
    been: 'The visit has been',
    missed: 'Missed visit',
  },
  ended: {
    cancelled: {
      heading: 'The visit is cancelled',
      hint: 'It stands no longer. You can book a new time whenever you like.',
    },
    been: {
      heading: 'The visit has been',
      hint: 'It cannot be changed afterwards. You can book a new time whenever you like.',
    },
    missed: {
      heading: 'The time has passed',
      hint: 'It cannot be changed afterwards. You can book a new time whenever you like.',
    },
  },
  until: (moment: string): string => `Can be changed until ${moment}.`,
  tooLate: (phone: string): string => `It is too late to change it on the internet. Ring ${phone}.`,
  byPhone: (phone: string): string => `Changed by the clinic: ring ${phone}.`,
  rebook: 'Rebook',
  cancel: 'Cancel',
  keep: 'Keep the visit',
  byLink: {
    heading: 'Your visit',
    intro: 'Fill in your date of birth and the visit is shown.',
    bornOnHint: 'YYYY-MM-DD. For a child: the child’s date of birth.',
    submit: 'Show the visit',
    open: 'The link worked once. The visit is open here for 30 minutes.',
    none: 'Open the link in your confirmation. It shows the visit once; after that you ring.',
    moving: 'You are rebooking. Your old time stands until you have confirmed the new one.',
  },
  cancelStep: {
    heading: 'Do you want to cancel the visit?',
    intro: 'The time is given to somebody else. This cannot be undone.',
    submit: 'Cancel the visit',
    doneHint: 'Thank you for cancelling, so that somebody else can have the time.',
  },
  rebookStep: {
    heading: 'Choose a new time',
    intro: 'You keep your old time until you have confirmed the new one.',
    nearest: 'Nearest to your present time',
    sameAs: 'same practitioner',
    all: 'All free times',
    none: 'There are no other free times on the internet just now',
    noneHint: (phone: string): string => `Ring the clinic on ${phone} and they will help you.`,
    confirmHeading: 'Move the visit?',
    from: 'Present time',
    to: 'New time',
    contact: 'Where the confirmation is sent',
    submit: 'Move the visit',
    other: 'Choose another time',
    done: 'The visit is moved',
    donePreliminary: 'The new time is preliminary',
    donePreliminaryHint:
      'The clinic has to approve it. Your old time stands until the new one is approved.',
    taken: 'Somebody else booked the time first',
    takenHint: 'Your old time still stands. Choose another time.',
  },
  refused: 'That did not work',
};
