import type { Brand } from './brand.ts';

/** Ids are UUIDs (version 7), made at the door, the same at the book and at the site. */
type Id<Name extends string> = Brand<string, Name>;

export type PracticeId = Id<'PracticeId'>;
export type OrganisationId = Id<'OrganisationId'>;
export type CompanyId = Id<'CompanyId'>;
export type ClinicId = Id<'ClinicId'>;
export type PractitionerId = Id<'PractitionerId'>;
export type ResourceId = Id<'ResourceId'>;
/** Equipment or an assistant that a team booking needs for a part of the visit (T4). */
export type SharedResourceId = Id<'SharedResourceId'>;
/** Whatever a visit can occupy: a chair, a practitioner or a shared resource. */
export type SubjectId = ResourceId | PractitionerId | SharedResourceId;
export type ShiftId = Id<'ShiftId'>;
export type AbsenceId = Id<'AbsenceId'>;
/** One change of the plan that can be taken back. */
export type PlanChangeId = Id<'PlanChangeId'>;
export type TreatmentCategoryId = Id<'TreatmentCategoryId'>;
export type PreblockKindId = Id<'PreblockKindId'>;
export type PreblockId = Id<'PreblockId'>;
export type PreblockSeriesId = Id<'PreblockSeriesId'>;
export type BookingTemplateId = Id<'BookingTemplateId'>;
export type PatternSignId = Id<'PatternSignId'>;
export type BookTextId = Id<'BookTextId'>;
export type ListId = Id<'ListId'>;
export type PatientId = Id<'PatientId'>;
export type BookingId = Id<'BookingId'>;
export type OfferId = Id<'OfferId'>;
export type HoldId = Id<'HoldId'>;
export type ClaimId = Id<'ClaimId'>;
export type WithdrawId = Id<'WithdrawId'>;
/** Time that was taken after a backup, nobody knows by what. */
export type UnknownId = Id<'UnknownId'>;
export type BlockId = Id<'BlockId'>;
export type UserId = Id<'UserId'>;
