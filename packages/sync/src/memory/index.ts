export { headOf, recordsAfter, type MemoryLog } from './log.ts';
export {
  applyToSite,
  newSiteState,
  type SiteApplied,
  type SiteState,
  type SiteTools,
} from './site-state.ts';
export {
  applyToClinic,
  clinicFacts,
  newClinicState,
  rangeOfNeed,
  type ClinicState,
} from './clinic-state.ts';
export { siteFacts, siteWhole } from './site-read.ts';
