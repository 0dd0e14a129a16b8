export { writeEmail, type WrittenEmail } from './email.ts';
export { writeSms, type WrittenSms } from './sms.ts';
export { calendarFile } from './calendar.ts';
