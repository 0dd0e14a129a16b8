import {
  isLocalDate,
  ok,
  readReserveNumber,
  refuseFields,
  type FieldRefusal,
  type Outcome,
  type PatientId,
} from '@tidbok/core';
import type { PatientCardRow } from '@tidbok/store/clinic';
import { identityNumberOf } from './identity-number.ts';
import type { PracticeTransaction } from './practice-transaction.ts';
import type { PatientCardCommand } from './views/patients.ts';

const maxNameLength = 100;
const maxContactLength = 200;
const maxNoteLength = 500;
const maxMonths = 120;
const maxMinutes = 720;

const reachable = ['email', 'mobile', 'street', 'postalCode', 'town'] as const;

type Here = Pick<PracticeTransaction, 'context' | 'register' | 'now'>;

/**
 * A card as the register keeps it. Refuses `invalid` with its fields: of a protected person no
 * phone, e-mail or address is kept (post goes by way of Skatteverket).
 */
export function checkCard(
  here: Here,
  command: PatientCardCommand,
  old: PatientCardRow | null,
): Outcome<PatientCardRow> {
  const faults = [...textFaults(command), ...recallFaults(here, command)];
  const numbers = readNumbers(here, command);
  if ('reason' in numbers) faults.push({ field: 'number', reason: numbers.reason });
  if (command.protection !== 'none') {
    for (const field of reachable) {
      if (command[field].trim() !== '') faults.push({ field, reason: 'protected' });
    }
  }
  if (faults.length > 0 || 'reason' in numbers) return refuseFields(faults);
  return ok({
    ...recallOf(command),
    protection: command.protection,
    ...trimmed(command),
    ...numbers,
    id: command.id ?? here.context.newId<PatientId>(),
    version: command.id === null ? 1 : command.version,
    bornOn: dayOr(command.bornOn),
    registeredAt: old?.registeredAt ?? here.now,
    changedAt: here.now,
  });
}

function dayOr(text: string | null) {
  return text !== null && isLocalDate(text) ? text : null;
}

function recallOf(command: PatientCardCommand) {
  return {
    recallMonths: command.recallMonths,
    recallNextOn: dayOr(command.recallNextOn),
    recallPractitionerId: command.recallPractitionerId,
    recallTemplateId: command.recallTemplateId,
    recallMinutes: command.recallMinutes,
    recallNote: command.recallNote.trim(),
    recallStopped: command.recallStopped,
  };
}

function trimmed(command: PatientCardCommand) {
  return {
    givenName: command.givenName.trim(),
    familyName: command.familyName.trim(),
    email: command.email.trim(),
    mobile: command.mobile.trim(),
    street: command.street.trim(),
    postalCode: command.postalCode.trim(),
    town: command.town.trim(),
  };
}

type Numbers = Pick<PatientCardRow, 'identityNumber' | 'reserveNumber'>;

/** What was typed as the number: a personnummer, a samordningsnummer, or a reserve number. */
export function readNumbers(
  { register, now }: Pick<Here, 'register' | 'now'>,
  { number }: { readonly number: string },
): Numbers | { readonly reason: string } {
  const reserve = readReserveNumber(number);
  if (reserve !== null) return { identityNumber: null, reserveNumber: reserve };
  const read = identityNumberOf(number, { zone: register.zone, now });
  if (!read.ok) return { reason: read.reason };
  return { identityNumber: read.value, reserveNumber: null };
}

function textFaults(command: PatientCardCommand): FieldRefusal[] {
  const faults: FieldRefusal[] = [];
  for (const field of ['givenName', 'familyName'] as const) {
    const text = command[field].trim();
    if (text === '') faults.push({ field, reason: 'required' });
    if (text.length > maxNameLength) faults.push({ field, reason: 'too-long' });
  }
  for (const field of reachable) {
    if (command[field].length > maxContactLength) faults.push({ field, reason: 'too-long' });
  }
  if (command.email.trim() !== '' && !/^\S+@\S+\.\S+$/.test(command.email.trim())) {
    faults.push({ field: 'email', reason: 'wrong-shape' });
  }
  if (command.mobile.trim() !== '' && !/^\+?[\d\s()-]{5,30}$/.test(command.mobile.trim())) {
    faults.push({ field: 'mobile', reason: 'wrong-shape' });
  }
  if (command.bornOn !== null && !isLocalDate(command.bornOn)) {
    faults.push({ field: 'bornOn', reason: 'not-a-date' });
  }
  return faults;
}

function recallFaults({ register }: Here, command: PatientCardCommand): FieldRefusal[] {
  const faults: FieldRefusal[] = [];
  const { recallMonths, recallMinutes, recallNextOn } = command;
  if (recallMonths !== null && !isWithin(recallMonths, 1, maxMonths)) {
    faults.push({ field: 'recallMonths', reason: 'out-of-range' });
  }
  if (recallMinutes !== null && !isWithin(recallMinutes, 5, maxMinutes)) {
    faults.push({ field: 'recallMinutes', reason: 'out-of-range' });
  }
  if (recallNextOn !== null && !isLocalDate(recallNextOn)) {
    faults.push({ field: 'recallNextOn', reason: 'not-a-date' });
  }
  if (command.recallNote.length > maxNoteLength) {
    faults.push({ field: 'recallNote', reason: 'too-long' });
  }
  const { recallPractitionerId: who, recallTemplateId: what } = command;
  if (who !== null && !register.practitioners.some(({ id }) => id === who)) {
    faults.push({ field: 'recallPractitionerId', reason: 'unknown' });
  }
  if (what !== null && !register.templates.some(({ id }) => id === what)) {
    faults.push({ field: 'recallTemplateId', reason: 'unknown' });
  }
  return faults;
}

function isWithin(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
