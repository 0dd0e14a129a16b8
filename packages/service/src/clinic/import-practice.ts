import {
  ok,
  refuse,
  type BookText,
  type BookingTemplate,
  type BookingTemplateId,
  type Clinic as ClinicCard,
  type Company,
  type LocalDate,
  type Organisation,
  type PatientId,
  type Practitioner,
  type PractitionerId,
  type Preblock,
  type PreblockKind,
  type Resource,
  type SharedResource,
  type Shift,
  type TreatmentCategory,
  type UserId,
  type ListChoices,
  type Outcome,
} from '@tidbok/core';
import type { Actor, ClinicWrite, NewBooking } from '@tidbok/sync';
import {
  applyWrites,
  insertPatients,
  insertPractice,
  markAllSeen,
  inTransaction,
  setRecalls,
  putBookText,
  putCategory,
  putClinic,
  putCompany,
  putList,
  putOrganisation,
  putPractice,
  putPractitioner,
  putPreblockKind,
  putResource,
  putSharedResource,
  putTemplate,
  readPractice,
  type Queryable,
} from '@tidbok/store/clinic';
import { changedEverywhere } from './changed.ts';
import type { ClinicContext } from './context.ts';
import type { AnyList, PracticeSettings } from './settings.ts';
import { uuidv7 } from '../ids.ts';

export interface ImportedPatient {
  readonly id: PatientId;
  /** Twelve digits, or null when unknown. */
  readonly identityNumber: string | null;
  readonly givenName: string;
  readonly familyName: string;
  readonly email: string;
  readonly mobile: string;
  readonly recall?: {
    readonly months: number;
    readonly nextOn: LocalDate;
    readonly practitionerId: PractitionerId;
    readonly templateId: BookingTemplateId;
  };
}

/** A whole practice as one document: the demo, or another system's book. */
export interface ImportedPractice {
  readonly practice: PracticeSettings;
  readonly organisations: readonly Organisation[];
  readonly companies: readonly Company[];
  readonly clinics: readonly ClinicCard[];
  readonly practitioners: readonly Practitioner[];
  readonly resources: readonly Resource[];
  readonly sharedResources: readonly SharedResource[];
  readonly categories: readonly TreatmentCategory[];
  readonly kinds: readonly PreblockKind[];
  readonly templates: readonly BookingTemplate[];
  readonly bookTexts: readonly BookText[];
  readonly lists: readonly AnyList[];
  readonly shifts: readonly Shift[];
  readonly preblocks: readonly Preblock[];
  readonly patients: readonly ImportedPatient[];
  readonly bookings: readonly NewBooking[];
  /** Who registered what staff planned and booked; left out when nobody knows. */
  readonly registeredBy?: UserId;
}

/** Fills an empty database, in one transaction. Refuses `already-exists`: a practice is there. */
export async function importPractice(
  context: ClinicContext,
  imported: ImportedPractice,
): Promise<Outcome<null>> {
  if ((await readPractice(context.pool)) !== null) return refuse('already-exists');
  await inTransaction(context.pool, async (db) => {
    await insertRegister(db, imported);
    await insertDefinitions(db, imported, context);
    await insertPatients(db, imported.patients.map(withoutAddress));
    await setRecalls(db, recallsOf(imported));
    await insertPractice(db, {
      practiceId: imported.practice.id,
      installationId: uuidv7(),
      inc: uuidv7(),
    });
    await applyWrites(db, plannedAndBooked(context, imported), [changedEverywhere('settings')]);
    await markAllSeen(db, context.now());
  });
  return ok(null);
}

const noLists: ListChoices = {
  templateList: { type: 'none' },
  onlineTemplateList: { type: 'none' },
  preblockList: { type: 'none' },
};

/** Cards go in without their lists, which may belong to the cards; the lists are chosen last. */
async function insertRegister(db: Queryable, imported: ImportedPractice): Promise<void> {
  await putPractice(db, imported.practice);
  for (const card of imported.organisations) await putOrganisation(db, { ...card, lists: noLists });
  for (const card of imported.companies) await putCompany(db, { ...card, lists: noLists });
  for (const card of imported.clinics) await putClinic(db, card);
  for (const card of imported.practitioners) await putPractitioner(db, { ...card, lists: noLists });
  for (const card of imported.resources) await putResource(db, card);
  for (const card of imported.sharedResources) await putSharedResource(db, card);
}

async function insertDefinitions(
  db: Queryable,
  imported: ImportedPractice,
  { now }: ClinicContext,
): Promise<void> {
  for (const category of imported.categories) await putCategory(db, category);
  for (const kind of imported.kinds) await putPreblockKind(db, kind);
  for (const template of imported.templates) {
    await putTemplate(db, template, { by: null, at: now() });
  }
  for (const text of imported.bookTexts) await putBookText(db, text);
  for (const list of imported.lists) await putList(db, list);
  for (const card of imported.organisations) await putOrganisation(db, card);
  for (const card of imported.companies) await putCompany(db, card);
  for (const card of imported.practitioners) await putPractitioner(db, card);
}

function recallsOf({ patients }: ImportedPractice) {
  return patients.flatMap(({ id, recall }) => (recall === undefined ? [] : [{ id, ...recall }]));
}

function withoutAddress(patient: ImportedPatient) {
  return { ...patient, street: '', postalCode: '', town: '' };
}

function plannedAndBooked(context: ClinicContext, imported: ImportedPractice): ClinicWrite[] {
  const at = context.now();
  const { registeredBy } = imported;
  const itb: Actor = { type: 'itb' };
  const actor: Actor = registeredBy === undefined ? itb : { type: 'user', userId: registeredBy };
  return [
    ...imported.shifts.map((shift): ClinicWrite => ({ type: 'insert-shift', shift })),
    ...imported.preblocks.map((preblock): ClinicWrite => ({
      type: 'insert-preblock',
      preblock,
      actor,
      at,
    })),
    ...imported.bookings.map((booking): ClinicWrite => ({
      type: 'insert-booking',
      booking,
      actor: booking.source === 'online' ? itb : actor,
    })),
  ];
}
