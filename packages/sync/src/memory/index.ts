export { headOf, recordsAfter, type MemoryLog } from './log.ts';
export {
  applyToSite,
  newSiteState,
  siteFacts,
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
