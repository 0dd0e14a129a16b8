/** What the book tells of the site, in English. */
export const alarmInEnglish = {
  label: 'Contact with the site',
  away: (since: string) => `No contact with the site since ${since}.`,
  stillWorks:
    'The book works as usual. Meanwhile the site may sell time further ahead; those bookings ' +
    'come here by themselves.',
  halted:
    'The sync has stopped and needs a person. The book works, but online bookings do not come ' +
    'here. Nothing is lost. Call support.',
  recover:
    'The book was restored from a backup and waits for the site. Rather do not book time that ' +
    'is offered online until the two have been compared. That happens by itself.',
  timeKind: {
    own: 'The clinic’s own time: booked at once.',
    near: 'Near time: the clinic decides alone. Booked at once, and the site is told.',
    far: 'Time that the site may sell: it is asked first. That takes a moment.',
    'far-away':
      'Time that the site may sell, and it cannot be reached just now: the time may be sold. If ' +
      'you book all the same, the booking stands under Needs a person until the site has answered.',
  },
  timeKindShort: {
    own: 'own time',
    near: 'near time, the clinic decides',
    far: 'the site is asked',
    'far-away': 'may be sold online',
  },
};
