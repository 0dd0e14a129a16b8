export {
  isLoggedInRecovery,
  siteLifeOf,
  snapshotEntries,
  type Staged,
  type StageWrite,
} from './snapshot.ts';
export { decideResync, snapshotFrom, type ResyncFacts } from './begin.ts';
export { decideFence, decideLife, decideMerge, opensLife, type SiteWhole } from './merge.ts';
export { decideAdoption, needOfAdoption, type AdoptionCommand } from './adopt.ts';
export { digestText, type Agreed } from './digest.ts';
export { decideLeaving, decideUnpair } from './leave.ts';
