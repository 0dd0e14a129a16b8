import type { Twin } from '../messages.ts';
import type { sheetInSwedish } from './sheet-sv.ts';

export const sheetInEnglish: Twin<typeof sheetInSwedish> = {
  title: 'Day sheet',
  open: 'Open the day sheet',
  print: 'Print',
  unseen: (count) =>
    count === 1
      ? '1 online booking has waited for more than half an hour to be looked at.'
      : `${count} online bookings have waited for more than half an hour to be looked at.`,
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
};
