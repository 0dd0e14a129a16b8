import type { Twin } from '../messages.ts';
import type { visitSv } from './visit-sv.ts';

/** What patients are written, unless the clinic has texts of its own. English. */
export const visitEn: Twin<typeof visitSv> = {
  subject: {
    confirmation: (clinic: string) => `Your appointment at ${clinic} is booked`,
    preliminary: (clinic: string) => `Your booking at ${clinic} awaits an answer`,
    rejection: (clinic: string) => `The time at ${clinic} could not be booked`,
    change: (clinic: string) => `Your appointment at ${clinic} has been changed`,
    cancellation: (clinic: string) => `Your appointment at ${clinic} is cancelled`,
    reminder: (clinic: string) => `Reminder of your appointment at ${clinic}`,
  },
  email: {
    confirmation: 'Your appointment is booked. Welcome {dag} {tid} to {klinik}.',
    preliminary:
      'We have received your booking for {dag} {tid}. The clinic must answer first. ' +
      'You will get another message when the time is confirmed.',
    rejection:
      'The time {dag} {tid} could unfortunately not be booked. You are welcome to choose another.',
    change: 'Your appointment has been changed. The new time is {dag} {tid} at {klinik}.',
    cancellation: 'Your appointment {dag} {tid} at {klinik} is cancelled.',
    reminder: 'You have an appointment {dag} {tid} at {klinik}.',
  },
  sms: {
    confirmation: 'Booked: {dag} {tid} at {klinik}. {länk}',
    preliminary: 'We have received your booking {dag} {tid} at {klinik}. An answer follows.',
    rejection: 'The time {dag} {tid} at {klinik} could not be booked. Questions: {telefon}',
    change: 'Changed: {dag} {tid} at {klinik}. {länk}',
    cancellation: 'Cancelled: your appointment {dag} {tid} at {klinik}. Questions: {telefon}',
    reminder: 'Reminder: you have an appointment {dag} {tid} at {klinik}. Questions: {telefon}',
  },
  when: 'Time',
  where: 'Place',
  telephone: 'Telephone',
  with: 'With',
  link: 'See, change or cancel the appointment',
  footer: 'You get this message because you have booked an appointment with us.',
  calendarTitle: (clinic: string) => `Appointment, ${clinic}`,
};
