import type { Twin } from '../messages.ts';
import type { trayInSwedish } from './tray-sv.ts';

export const trayInEnglish: Twin<typeof trayInSwedish> = {
  title: 'Needs a person',
  none: 'Nothing needs a person just now.',
  kinds: {
    overlap: {
      name: 'Double booking',
      why:
        'Two visits lie on the same time. One was sold online while the other was booked here. ' +
        'Both patients have been told: call the one who is to be moved.',
    },
    'override-conflict': {
      name: 'Double booking: the time was sold online',
      why:
        'Staff booked over time that the site was selling while it was out of reach, and a ' +
        'patient came first. The patient’s booking holds until somebody here has chosen.',
    },
    'request-rejected': {
      name: 'A time asked for online could not be given',
      why: 'A patient asked for a time that was taken, and has been told. A call is kind.',
    },
    'crossed-change': {
      name: 'Changed at both ends at the same time',
      why:
        'The patient changed the booking online while it was changed here. The patient’s choice ' +
        'is the last that was confirmed to them.',
    },
    'sold-outside-schedule': {
      name: 'Sold outside the schedule',
      why:
        'The time was sold while the shift was removed. The visit holds: put the shift back, or ' +
        'move the visit.',
    },
    'unreadable-details': {
      name: 'The patient’s details could not be read',
      why:
        'The visit holds but the name is unknown, since the details were sealed to a key that is ' +
        'not here. Restore the right key from a backup, or ask the patient at the visit.',
    },
    'override-waits': {
      name: 'Booked though the site could not be reached',
      why:
        'The time may have been sold online. The site answers once contact is back: if the time ' +
        'is free this case goes away by itself, otherwise both visits stand here.',
    },
    'lost-visit': {
      name: 'Taken after the backup',
      why:
        'The book was restored from a backup. The site knows that the time was taken later, but ' +
        'not by whom. Ask your colleagues.',
    },
  },
  other: {
    name: 'To be decided',
    why: 'The book and the site need a decision. Look at the visits below.',
  },
  keep: 'Let everything stand',
  keepHelp: 'The case is solved; nothing changes.',
  waits: 'Nothing need be done now.',
  count: (cases) => `Needs a person: ${cases}`,
  countWaiting: (overrides) => `Waiting for the site’s answer: ${overrides}`,
  show: 'Show the case',
  showInBook: 'Show in the book',
  moveTo: (moment) => `Move to ${moment}`,
  cancel: 'Cancel',
  cancelReason: 'Reason',
  cancelReasons: {
    clinic: 'the clinic',
    patient: 'the patient',
    'practitioner-absent': 'the practitioner is away',
  },
  note: 'Note (stays here)',
  noNearest: 'No free time of the same length was found.',
  state: { cancelled: 'cancelled', online: 'booked online', staff: 'booked here' },
  solved: 'The case is solved.',
  about: (deed, who) => `${deed}: ${who}`,
};
