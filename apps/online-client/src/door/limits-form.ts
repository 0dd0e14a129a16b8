import { formatLocalTime } from '@tidbok/core';
import { USUAL_PATIENT_POLICY } from '@tidbok/protocol';
import type { PracticeSettings } from '@tidbok/service/clinic';
import type { ClientMessages } from '@tidbok/text';
import type { LimitsFacts } from '../pages/limits-page.ts';
import type { Form } from './form.ts';

type Typed = Omit<LimitsFacts, 'wrong' | 'told'>;
type Deadline = PracticeSettings['limits']['changeDeadline'];
type NewSettings = Omit<PracticeSettings, 'id' | 'zoneId'>;

const bounds = {
  leadTimeHours: [0, 8_760],
  horizonMonths: [1, 36],
  deadlineHours: [0, 8_760],
  deadlineDays: [0, 60],
  nearHours: [0, 876_000],
  offlineSellingHours: [0, 8_760],
  maxOpenVisits: [1, 100],
} as const;

const suggested = { deadlineHours: '24', deadlineDays: '1', deadlineAt: '12:00' };
const addressFields = ['street', 'postalCode', 'town'] as const;
const deadlineTypes = ['hours', 'workdays', 'weekday-before'] as const;

/** The limits as they stand, to be filled into the form. */
export function typedLimits({ limits, ...practice }: PracticeSettings): Typed {
  const deadline = limits.changeDeadline;
  return {
    typed: {
      ...suggested,
      leadTimeHours: String(Math.round(limits.leadTimeMinutes / 60)),
      horizonMonths: String(limits.horizonMonths),
      offlineSellingHours: String(practice.offlineSellingHours),
      maxOpenVisits: String(limits.maxOpenVisits ?? ''),
      ...(deadline.type === 'hours' ? { deadlineHours: String(deadline.hours) } : {}),
      ...(deadline.type === 'workdays' ? { deadlineDays: String(deadline.days) } : {}),
      ...(deadline.type === 'weekday-before' ? { deadlineAt: formatLocalTime(deadline.at) } : {}),
    },
    deadlineType: deadline.type,
    nearHours: practice.nearHours,
    addressFields: new Set(practice.requiredAddressFields),
    patients: practice.patients ?? USUAL_PATIENT_POLICY,
  };
}

export interface ReadLimits {
  readonly typed: Typed;
  readonly wrong: Readonly<Record<string, string>>;
  /** null: something is wrong. */
  readonly settings: NewSettings | null;
}

/** Reads the form; what cannot be meant is named by field, and all that was typed is kept. */
export function readLimits(
  form: Form,
  practice: PracticeSettings,
  say: ClientMessages['limits'],
): ReadLimits {
  const wrong: Record<string, string> = {};
  const whole = (name: keyof typeof bounds): number => {
    const [from, to] = bounds[name];
    const text = form.text(name);
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= from && number <= to) return number;
    wrong[name] = say.wrongField(from, to);
    return from;
  };
  const type = deadlineTypes.find((each) => each === form.text('deadlineType')) ?? 'hours';
  const changeDeadline = readDeadline(type, { form, whole, wrong, say });
  const chosen = new Set(form.all('addressField'));
  const settings: NewSettings = {
    name: practice.name,
    limits: {
      leadTimeMinutes: whole('leadTimeHours') * 60,
      horizonMonths: whole('horizonMonths'),
      changeDeadline,
      maxOpenVisits: form.text('maxOpenVisits') === '' ? null : whole('maxOpenVisits'),
    },
    patients: {
      children: form.has('children'),
      withoutNumber: form.has('withoutNumber'),
      changeByLink: form.has('changeByLink'),
    },
    nearHours: whole('nearHours'),
    offlineSellingHours: whole('offlineSellingHours'),
    requiredAddressFields: addressFields.filter((field) => chosen.has(field)),
  };
  const names = [...Object.keys(bounds), 'deadlineAt'];
  const typed = {
    typed: Object.fromEntries(names.map((name) => [name, form.text(name)])),
    deadlineType: type,
    nearHours: settings.nearHours,
    addressFields: chosen,
    patients: settings.patients ?? USUAL_PATIENT_POLICY,
  };
  return { typed, wrong, settings: Object.keys(wrong).length === 0 ? settings : null };
}

interface Reading {
  readonly form: Form;
  readonly whole: (name: keyof typeof bounds) => number;
  readonly wrong: Record<string, string>;
  readonly say: ClientMessages['limits'];
}

function readDeadline(type: Deadline['type'], { form, whole, wrong, say }: Reading): Deadline {
  switch (type) {
    case 'hours':
      return { type, hours: whole('deadlineHours') };
    case 'workdays':
      return { type, days: whole('deadlineDays') };
    case 'weekday-before': {
      const [, hour, minute] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(form.text('deadlineAt')) ?? [];
      if (hour === undefined || minute === undefined) wrong['deadlineAt'] = say.wrongClock;
      return { type, at: Number(hour ?? 0) * 60 + Number(minute ?? 0) };
    }
  }
}
