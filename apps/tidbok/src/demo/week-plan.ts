import type { ChairName, ClinicName, PractitionerName } from './register.ts';

/** Monday is 0. */
type Weekday = 0 | 1 | 2 | 3 | 4;

/** Minutes since midnight on the wall clock. */
interface Stretch {
  readonly fromMinute: number;
  readonly toMinute: number;
}

/** One practitioner in one chair, each of these weekdays. */
export interface PlannedShift extends Stretch {
  readonly practitioner: PractitionerName;
  readonly chair: ChairName;
  readonly weekdays: readonly Weekday[];
}

/** A kind on a chair, each of these weekdays: one series. */
export interface PlannedPreblock extends Stretch {
  readonly kind: string;
  readonly chair: ChairName;
  readonly weekdays: readonly Weekday[];
}

const MON_FRI: readonly Weekday[] = [0, 1, 2, 3, 4];
const MON_THU: readonly Weekday[] = [0, 1, 2, 3];
const MON_TUE: readonly Weekday[] = [0, 1];
const WED_FRI: readonly Weekday[] = [2, 3, 4];

/** `"08:00-12:00"`. */
const stretch = (text: string): Stretch => {
  const minutes = text.split(/[-:]/).map(Number);
  const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = minutes;
  return { fromMinute: fromHour * 60 + fromMinute, toMinute: toHour * 60 + toMinute };
};

const works = (
  who: { readonly practitioner: PractitionerName; readonly chair: ChairName },
  weekdays: readonly Weekday[],
  ...stretches: string[]
): PlannedShift[] => stretches.map((text) => ({ ...who, weekdays, ...stretch(text) }));

/** Morning and afternoon; Amir and Jonas share their week between the two clinics. */
export const SHIFTS: readonly PlannedShift[] = [
  ...works({ practitioner: 'olle', chair: 'l1' }, MON_FRI, '08:00-12:00', '13:00-16:00'),
  ...works({ practitioner: 'maria', chair: 'l2' }, MON_THU, '08:00-12:00', '13:00-16:00'),
  ...works({ practitioner: 'maria', chair: 'l2' }, [4], '08:00-12:00'),
  ...works({ practitioner: 'amir', chair: 'l3' }, WED_FRI, '08:00-12:00', '13:00-16:00'),
  ...works({ practitioner: 'amir', chair: 'm2' }, MON_TUE, '08:30-12:00', '13:00-16:30'),
  ...works({ practitioner: 'sara', chair: 'lh1' }, MON_FRI, '08:00-12:00', '13:00-16:00'),
  ...works({ practitioner: 'jonas', chair: 'lh2' }, WED_FRI, '08:00-12:00', '13:00-16:00'),
  ...works({ practitioner: 'jonas', chair: 'mh1' }, MON_TUE, '08:00-12:00', '13:00-16:30'),
  ...works({ practitioner: 'elin', chair: 'm1' }, MON_FRI, '08:00-12:00', '13:00-17:00'),
];

const placed = (
  kind: string,
  where: { readonly chair: ChairName; readonly weekdays: readonly Weekday[] },
  text: string,
): PlannedPreblock => ({ kind, ...where, ...stretch(text) });

const US = 'E-tid US/Röntgen';
const PROFYLAX = 'E-tid Profylax';
const AKUT = 'E-tid akut';

export const PREBLOCKS: readonly PlannedPreblock[] = [
  placed(US, { chair: 'l1', weekdays: MON_FRI }, '08:00-10:00'),
  placed(US, { chair: 'l1', weekdays: [1, 2, 3, 4] }, '15:00-16:00'),
  placed('Olles handledning', { chair: 'l1', weekdays: [0] }, '15:00-16:00'),
  placed(AKUT, { chair: 'l2', weekdays: MON_THU }, '13:00-14:20'),
  placed(US, { chair: 'l2', weekdays: [1, 4] }, '08:00-09:30'),
  placed('Operation', { chair: 'l3', weekdays: [2] }, '08:00-11:00'),
  placed('Kirurgi och implantat', { chair: 'l3', weekdays: [3] }, '13:00-15:00'),
  placed('Patientfri', { chair: 'l3', weekdays: WED_FRI }, '12:00-13:00'),
  placed(US, { chair: 'l3', weekdays: [4] }, '13:00-15:00'),
  placed(PROFYLAX, { chair: 'lh1', weekdays: MON_FRI }, '09:00-11:40'),
  placed(PROFYLAX, { chair: 'lh1', weekdays: MON_FRI }, '13:40-15:00'),
  placed('Rev us', { chair: 'lh2', weekdays: WED_FRI }, '08:00-09:00'),
  placed(PROFYLAX, { chair: 'lh2', weekdays: [2, 4] }, '13:00-15:00'),
  placed(US, { chair: 'm1', weekdays: MON_FRI }, '10:00-12:00'),
  placed(AKUT, { chair: 'm1', weekdays: MON_FRI }, '13:00-14:00'),
  placed('Akut tid', { chair: 'm1', weekdays: MON_THU }, '16:00-17:00'),
  placed('Patientfri', { chair: 'm1', weekdays: [4] }, '16:00-17:00'),
  placed(US, { chair: 'm2', weekdays: MON_TUE }, '09:00-11:00'),
  placed(PROFYLAX, { chair: 'mh1', weekdays: MON_TUE }, '08:00-10:40'),
];

export const CLINIC_OF_CHAIR: Readonly<Record<ChairName, ClinicName>> = {
  l1: 'lund',
  l2: 'lund',
  l3: 'lund',
  lh1: 'lund',
  lh2: 'lund',
  m1: 'malmö',
  m2: 'malmö',
  mh1: 'malmö',
};
