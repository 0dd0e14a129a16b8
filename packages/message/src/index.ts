export { calendarFile } from './calendar.ts';
export { openCarrier, type CarrierSettings } from './carrier.ts';
export { internationalNumber, reportOf } from './elks-door.ts';
export { writeEmail, type WrittenEmail } from './email.ts';
export { readCarrierSettings } from './settings.ts';
export { writeSms, type WrittenSms } from './sms.ts';
