export { calendarFile } from './calendar.ts';
export { openCarrier, type CarrierSettings } from './carrier.ts';
export { internationalNumber, reportOf } from './elks-door.ts';
export { writeEmail } from './email.ts';
export { readCarrierSettings } from './settings.ts';
export { writeSms } from './sms.ts';
