export type * from './foundation/brand.ts';
export type * from './foundation/ids.ts';
export * from './foundation/field-rules.ts';
export * from './foundation/refusal.ts';
export * from './time/instant.ts';
export * from './time/interval.ts';
export * from './time/interval-set.ts';
export * from './time/iso-week.ts';
export * from './time/local-date.ts';
export * from './time/local-date-time.ts';
export * from './time/red-days.ts';
export * from './time/rfc3339.ts';
export * from './time/workdays.ts';
export * from './time/zone.ts';
export * from './identity/personal-identity-number.ts';
export type * from './clinic/practice.ts';
export type * from './clinic/lists.ts';
export * from './clinic/lists-in-force.ts';
export type * from './schedule/occupancy.ts';
export type * from './schedule/shift.ts';
export * from './schedule/shift-rules.ts';
export { takenTime } from './schedule/taken-time.ts';
export type * from './preblock/preblock.ts';
export * from './preblock/expiry.ts';
export * from './preblock/fits.ts';
export * from './preblock/kind-rules.ts';
export * from './preblock/repetition.ts';
export * from './preblock/valid-for.ts';
export type * from './template/booking-template.ts';
export * from './template/resource-pattern.ts';
export * from './template/template-rules.ts';
export * from './template/templates-in-force.ts';
export * from './booking/booking.ts';
export * from './booking/change-deadline.ts';
export * from './booking/staff-booking.ts';
export * from './recall/next-recall.ts';
export { deriveOffers, type OfferFacts } from './availability/derive-offers.ts';
export {
  gatherOffered,
  prepareAvailability,
  type PreparedAvailability,
} from './availability/availability-index.ts';
export * from './availability/explain-time.ts';
export * from './availability/free-times.ts';
export * from './availability/nearest-free-times.ts';
export * from './availability/offerable-templates.ts';
export type * from './availability/offered-time.ts';
export { horizonEnd, type Objection, type TimeRuleCode } from './availability/time-rules.ts';
export type { OfferBackground } from './availability/why-not-offered.ts';
