import { redirect } from '@sveltejs/kit';
import { instant, MINUTE_MS, type Instant } from '@tidbok/core';
import type { RequestEvent } from '@sveltejs/kit';
import { isSiteDatabaseAway } from '@tidbok/service/site';
import type {
  ClinicView,
  PractitionerView,
  Site,
  TemplateView,
  VisitQuery,
} from '@tidbok/service/site';
import { hrefOf, readChoices, withoutTime, type Choices, type StepId } from './choices.ts';

/** What stands around every step: where one is and what is chosen. */
export interface Frame {
  readonly step: StepId;
  readonly choices: Choices;
  readonly clinic: ClinicView | null;
  /** null: any practitioner, or none chosen yet (see `choices.practitioner`). */
  readonly practitioner: PractitionerView | null;
  readonly treatment: TemplateView | null;
  readonly visit: { readonly start: Instant; readonly end: Instant } | null;
}

export interface ClinicFrame extends Frame {
  readonly clinic: ClinicView;
}
export interface TreatmentFrame extends ClinicFrame {
  readonly treatment: TemplateView;
  readonly search: VisitQuery;
}
export interface VisitFrame extends TreatmentFrame {
  readonly visit: { readonly start: Instant; readonly end: Instant };
  readonly time: NonNullable<Choices['time']>;
}

type Event = Pick<RequestEvent, 'url' | 'locals' | 'request'>;

/** The frame of a step, with what is chosen so far looked up; what no longer exists is dropped. */
export async function frameOf(event: Event, step: StepId): Promise<Frame> {
  const choices = await freeLeft(event, readChoices(event.url.searchParams));
  const empty = { step, practitioner: null, treatment: null };
  const clinic =
    choices.clinicId === null ? null : await event.locals.site.clinic(choices.clinicId);
  if (clinic === null) {
    const left = { ...withoutTime(choices), clinicId: null, practitioner: null };
    return { ...empty, choices: left, clinic, visit: null };
  }
  return withinClinic(event, { ...empty, choices, clinic, visit: null });
}

/** Frees the time that the patient let go, for others; while the database is away it ends so. */
async function freeLeft({ locals }: Event, choices: Choices): Promise<Choices> {
  const { left } = choices;
  if (left === null) return choices;
  await locals.site.releaseHold(left.clinicId, left.id).catch((error: unknown) => {
    if (!isSiteDatabaseAway(error)) throw error;
  });
  return { ...choices, left: null };
}

async function withinClinic(event: Event, frame: ClinicFrame): Promise<Frame> {
  const { clinic, choices } = frame;
  const wanted = choices.time?.practitionerId ?? choices.practitioner;
  const practitioner = clinic.practitioners.find(({ id }) => id === wanted) ?? null;
  if (choices.practitioner !== 'any' && practitioner === null) {
    return { ...frame, choices: { ...withoutTime(choices), practitioner: null } };
  }
  if (choices.templateId === null) return { ...frame, practitioner };
  const chosen = choices.practitioner === 'any' ? null : choices.practitioner;
  const treatments = await treatmentsOf(event.locals.site, clinic.id, chosen);
  const treatment = treatments.find(({ id }) => id === choices.templateId) ?? null;
  if (treatment === null) {
    return { ...frame, practitioner, choices: { ...withoutTime(choices), templateId: null } };
  }
  const start = choices.time?.start ?? null;
  const visit =
    start === null ? null : { start, end: instant(start + treatment.minutes * MINUTE_MS) };
  return { ...frame, practitioner, treatment, visit };
}

/** What may be booked with one practitioner, or with any (null); nothing where none is sold. */
export async function treatmentsOf(
  site: Site,
  clinicId: ClinicView['id'],
  practitionerId: PractitionerView['id'] | null,
): Promise<readonly TemplateView[]> {
  const found = await site.templates({ clinicId, practitionerId });
  return found.ok ? found.value : [];
}

/** Goes to another page; what was typed goes along. */
export function goTo(event: Event, href: string): never {
  redirect(event.request.method === 'POST' ? 307 : 303, href);
}

/** The frame of a step that needs a clinic and a practitioner, or the way to choose them. */
export async function clinicFrameOf(event: Event, step: StepId): Promise<ClinicFrame> {
  const frame = await frameOf(event, step);
  const { clinic, choices } = frame;
  if (clinic === null || choices.practitioner === null) goTo(event, hrefOf('/', choices));
  return { ...frame, clinic };
}

/** The frame of a step that needs a treatment too. */
export async function treatmentFrameOf(event: Event, step: StepId): Promise<TreatmentFrame> {
  const frame = await clinicFrameOf(event, step);
  const { treatment, choices, clinic } = frame;
  if (treatment === null) goTo(event, hrefOf('/behandling', choices));
  const practitionerId = choices.practitioner === 'any' ? null : choices.practitioner;
  const search = { clinicId: clinic.id, templateId: treatment.id, practitionerId };
  return { ...frame, treatment, search };
}

/** The frame of a step that needs a time too. */
export async function visitFrameOf(event: Event, step: StepId): Promise<VisitFrame> {
  const frame = await treatmentFrameOf(event, step);
  const { visit, choices } = frame;
  if (visit === null || choices.time === null) goTo(event, hrefOf('/tid', choices));
  return { ...frame, visit, time: choices.time };
}
