export * from './timers.ts';
export { openStream } from './stream.ts';
export type { AppliedResult, Stream, StreamEffect, StreamFrame } from './stream.ts';
export {
  clinicSessionStep,
  continues,
  NEW_CLINIC_SESSION,
  RETRY_AFTER_FENCED_MS,
  RETRY_AFTER_FINAL_MS,
  RETRY_AFTER_RESYNC_MS,
  type ClinicSession,
  type ClinicSessionEffect,
  type ClinicSessionEvent,
  type ClinicSessionStep,
  type SessionMoment,
} from './clinic-session.ts';
export {
  challenge,
  isOvertaken,
  judgeHello,
  siteSessionStep,
  type KnownPractice,
  type LookupQuestion,
  type SiteSession,
  type SiteSessionEffect,
  type SiteSessionEvent,
  type SiteSessionStep,
} from './site-session.ts';
