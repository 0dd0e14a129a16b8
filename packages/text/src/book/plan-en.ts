import type { Twin } from '../messages.ts';
import type { planInSwedish } from './plan-sv.ts';

const times = (count: number): string => `${count} ${count === 1 ? 'time' : 'times'}`;
const bookings = (count: number): string => `${count} ${count === 1 ? 'booking' : 'bookings'}`;

/** The work schedule, absences and series of preblocks: what a change does, in English. */
export const planInEnglish: Twin<typeof planInSwedish> = {
  summary: (published, withdrawn, touched) =>
    `Publishes ${times(published)}, withdraws ${withdrawn}, touches ${bookings(touched)}`,
  counts: (inserted, removed) => `${inserted} put in, ${removed} taken away.`,
  published: (count) => `${times(count)} published`,
  withdrawn: (count) => `${times(count)} withdrawn`,
  touched: (count) => `${bookings(count)} outside the schedule`,
  inAbsence: (count) => `${bookings(count)} in the absence`,
  preblocks: (count) => `${count} ${count === 1 ? 'preblock' : 'preblocks'} outside the schedule`,
  skipped: (count) => `${count} ${count === 1 ? 'day' : 'days'} left out`,
  skippedHelp: 'The same preblock stands there already, or there is no such hour (summer time).',
  andMore: (count) => `… and ${count} more`,
  stay: 'The bookings stay. Go through the list and move those that must be moved.',
  working: 'Counting …',
  changedMeanwhile:
    'Someone else changed the plan meanwhile. This is how it is now. Please read and confirm again.',
  confirm: 'Save the change',
  saved: (summary) => `Saved. ${summary}.`,
  preview: 'Show what happens',
  removeShift: 'Remove shift',
  changeShift: 'Change shift',
  change: 'Change',
  removeAbsence: 'Remove the absence',
  absence: 'Absence',
  absenceOf: (name) => `Absence of ${name}`,
  absenceIn: (what) => `Absence: ${what}`,
  absenceMenu: 'Menu for the absence',
  reason: 'Reason',
  reasons: {
    illness: 'Illness',
    'child-care': 'Care of child',
    holiday: 'Holiday',
    course: 'Course',
    other: 'Other',
  },
  fromDay: 'From',
  toDay: 'Up to and including',
  fromTime: 'At',
  toTime: 'until',
  others: 'Also suggest times with other practitioners of the same profession',
  what: (patient) => `What happens with ${patient}?`,
  keep: 'Keep',
  moveTo: (when) => `Move to ${when}`,
  noTime: 'No equal time was found',
  cancelIt: 'Cancel with a message',
  message: 'Message to those who are cancelled',
  messageAtFirst:
    'Your practitioner is away and your appointment is cancelled. We will contact you about a new time.',
  register: 'Register the absence',
  registered: (count) =>
    count === 0
      ? 'The absence is registered.'
      : `The absence is registered. ${bookings(count)} moved or cancelled.`,
  notSettled: (names) => `Could not be changed, please see to them: ${names}`,
  absenceRemoved: 'The absence is removed. The time is offered again.',
  edit: 'Change the preblock',
  editTitle: (name) => `Change ${name}`,
  kind: 'Preblock',
  repeated: (count) => `${count} preblocks placed.`,
  preblocksRemoved: (count) =>
    count === 1 ? 'The preblock is removed.' : `${count} preblocks are removed.`,
  notOnSite: (kind, people) =>
    `Nothing in ${kind} can be booked online: none of the treatments in the online list of ` +
    `${people} has a treatment category that the preblock allows.`,
  notOnSiteHas: (categories) => `The treatments in the list have category: ${categories}.`,
  notOnSiteNone: 'The list has no treatment for the site.',
  notOnSiteTitle: 'Not shown on the booking site',
  mendKind: 'Change what the preblock allows',
  mendTemplates: 'Change the booking templates',
  understood: 'Leave it',
};
