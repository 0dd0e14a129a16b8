/** What patients are written, unless the clinic has texts of its own. Swedish. */
export const visitSv = {
  subject: {
    confirmation: (clinic: string) => `Din tid hos ${clinic} är bokad`,
    preliminary: (clinic: string) => `Din bokning hos ${clinic} väntar på svar`,
    rejection: (clinic: string) => `Tiden hos ${clinic} kunde inte bokas`,
    change: (clinic: string) => `Din tid hos ${clinic} är ändrad`,
    cancellation: (clinic: string) => `Din tid hos ${clinic} är avbokad`,
    reminder: (clinic: string) => `Påminnelse om din tid hos ${clinic}`,
  },
  email: {
    confirmation: 'Din tid är bokad. Välkommen {dag} {tid} till {klinik}.',
    preliminary:
      'Vi har tagit emot din bokning {dag} {tid}. Kliniken behöver svara först. ' +
      'Du får ett nytt meddelande när tiden är bekräftad.',
    rejection: 'Tiden {dag} {tid} kunde tyvärr inte bokas. Du är välkommen att välja en annan tid.',
    change: 'Din tid är ändrad. Den nya tiden är {dag} {tid} hos {klinik}.',
    cancellation: 'Din tid {dag} {tid} hos {klinik} är avbokad.',
    reminder: 'Du har en tid {dag} {tid} hos {klinik}.',
  },
  sms: {
    confirmation: 'Bokad tid: {dag} {tid} hos {klinik}. {länk}',
    preliminary: 'Vi har tagit emot din bokning {dag} {tid} hos {klinik}. Svar kommer.',
    rejection: 'Tiden {dag} {tid} hos {klinik} kunde inte bokas. Frågor: {telefon}',
    change: 'Ändrad tid: {dag} {tid} hos {klinik}. {länk}',
    cancellation: 'Avbokad: din tid {dag} {tid} hos {klinik}. Frågor: {telefon}',
    reminder: 'Påminnelse: du har en tid {dag} {tid} hos {klinik}. Frågor: {telefon}',
  },
  when: 'Tid',
  where: 'Plats',
  telephone: 'Telefon',
  with: 'Hos',
  link: 'Se, omboka eller avboka tiden',
  footer: 'Du får det här meddelandet för att du har bokat en tid hos oss.',
  /** In the patient's calendar, which others may see. */
  calendarTitle: (clinic: string) => `Bokad tid, ${clinic}`,
};
