export type * from './facts.ts';
export type * from './writes.ts';
export type * from './commands.ts';
export { rulesOf, availabilityOf, isLive } from './rules.ts';
export { MESSAGE_COPY_HOURS } from './messages.ts';
export {
  decideHold,
  decideOnlineBooking,
  findTime,
  needOfSale,
  requestExpiry,
  type FoundTime,
  type Sale,
} from './sale.ts';
export { decidePatientCancel, decideRebook, whyNotChange } from './change-by-patient.ts';
export {
  decideClinicRecord,
  needOfClinicEntry,
  type ClinicRecord,
  type ClinicRecordDecision,
  type SiteNote,
} from './clinic-records.ts';
export { decideTick, nextFrontier, type TickFacts } from './tick.ts';
