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
} from './clinic-session.ts';
export type {
  ClinicSession,
  ClinicSessionEffect,
  ClinicSessionEvent,
  ClinicSessionStep,
  SessionMoment,
} from './clinic-session-types.ts';
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
