export type * from './facts.ts';
export type * from './writes.ts';
export type * from './changes.ts';
export { announce, thenAnnounce, onWallClock } from './announce.ts';
export { factsAfter } from './after.ts';
export { desiredOffers } from './desired-offers.ts';
export { kindOfTime, visitsInTheWay, type KindOfTime } from './ownership.ts';
export {
  decideStaffBooking,
  decideStaffMove,
  decideStaffCancel,
  decideClaimTimeout,
} from './staff.ts';
export {
  decideSiteRecord,
  needOfSiteEntry,
  type ClinicNeed,
  type SiteRecord,
} from './site-records.ts';
