export type * from './facts.ts';
export type * from './writes.ts';
export type * from './changes.ts';
export { announce, thenAnnounce, onWallClock } from './announce.ts';
export { factsAfter } from './after.ts';
export { factsTogether } from './facts-together.ts';
export { desiredOffers } from './desired-offers.ts';
export { kindOfTime, visitsInTheWay, type KindOfTime } from './ownership.ts';
export {
  decideStaffBooking,
  decideStaffMove,
  decideStaffCancel,
  decideClaimTimeout,
} from './staff.ts';
export {
  changesOffers,
  decideSiteRecord,
  needOfSiteEntry,
  takeSiteRecord,
  type ClinicNeed,
  type SiteRecord,
} from './site-records.ts';
