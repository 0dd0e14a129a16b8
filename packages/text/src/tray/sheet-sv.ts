/** The day sheet: the same words in the book and in the Online Client. */
export const sheetInSwedish = {
  title: 'Dagblad',
  open: 'Öppna dagbladet',
  print: 'Skriv ut',
  unseen: (count: number) =>
    count === 1
      ? '1 e-bokning har väntat mer än en halvtimme på att någon tittar.'
      : `${count} e-bokningar har väntat mer än en halvtimme på att någon tittar.`,
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
};
