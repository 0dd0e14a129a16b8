import {
  addDays,
  instant,
  MAX_DECISION_LENGTH,
  MAX_OWN_TEXT_LENGTH,
  MESSAGE_CHANNELS,
  MESSAGE_KINDS,
  MESSAGE_LANGUAGES,
  MINUTE_MS,
  startOfDay,
  toLocalDate,
  type BookingId,
  type Instant,
  type MessageKind,
  type MessageLanguage,
  type VisitMessage,
  type Zone,
} from '@tidbok/core';
import { writeEmail, writeSms } from '@tidbok/message';
import type { Clinic } from '@tidbok/service/clinic';
import * as v from 'valibot';
import { listReply, reply, route, type Route } from '../route.ts';
import { id, localDate, shortText, whole } from '../schemas.ts';

const kind = v.picklist(MESSAGE_KINDS);
const channel = v.picklist(MESSAGE_CHANNELS);
const language = v.picklist(MESSAGE_LANGUAGES);
const ownText = v.pipe(v.string(), v.maxLength(MAX_OWN_TEXT_LENGTH, 'too-long'));
const texts = MESSAGE_KINDS.length * MESSAGE_CHANNELS.length * MESSAGE_LANGUAGES.length;

const settings = v.object({
  email: v.boolean(),
  sms: v.boolean(),
  smsSender: shortText,
  replyTo: shortText,
  reminderHours: whole,
  remindAll: v.boolean(),
  decision: v.nullable(
    v.object({
      decidedBy: shortText,
      decidedOn: localDate,
      text: v.pipe(v.string(), v.maxLength(MAX_DECISION_LENGTH, 'too-long')),
    }),
  ),
  texts: v.pipe(
    v.array(v.object({ kind, channel, language, text: ownText })),
    v.maxLength(texts, 'too-long'),
  ),
});

const failed = v.object({ bookingId: id<BookingId>(), kind, channel });

/** How patients are written to, and what did not reach them. */
export const messageRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/messages/settings',
    action: 'read-settings',
    summary: 'How the practice writes to its patients',
    answer: async ({ clinic }) => ({ status: 200, body: await clinic.messageSettings() }),
  }),
  route({
    method: 'PUT',
    path: '/messages/settings',
    action: 'write-settings',
    summary: 'Saves it; no channel opens before the risk decision is recorded',
    body: settings,
    answer: async ({ clinic, by, body }) => reply(await clinic.saveMessageSettings(by, body)),
  }),
  route({
    method: 'POST',
    path: '/messages/preview',
    action: 'read-settings',
    summary: 'What a patient would read, with texts as they are being written',
    body: v.object({ kind, language, email: ownText, sms: ownText }),
    answer: async ({ clinic, zone, body }) => ({
      status: 200,
      body: await preview(clinic, zone, body),
    }),
  }),
  route({
    method: 'GET',
    path: '/messages/failed',
    action: 'read-patients',
    summary: 'Messages of which the patient may not know, the nearest visit first',
    answer: async ({ clinic, by }) => listReply(await clinic.failedMessages(by)),
  }),
  route({
    method: 'POST',
    path: '/messages/failed/retry',
    action: 'write-bookings',
    summary: 'Sends one of them once more, from the clinic',
    body: failed,
    answer: async ({ clinic, by, body }) => reply(await clinic.retryMessage(by, body)),
  }),
  route({
    method: 'POST',
    path: '/messages/failed/handled',
    action: 'write-bookings',
    summary: 'The patient has been told some other way',
    body: failed,
    answer: async ({ clinic, by, body }) => reply(await clinic.markMessageHandled(by, body)),
  }),
];

interface Drafted {
  readonly kind: MessageKind;
  readonly language: MessageLanguage;
  readonly email: string;
  readonly sms: string;
}

const minutesIntoDay = 9 * 60;
const visitMinutes = 30;

/** The first clinic's name and address, and a visit that nobody has. */
async function preview(clinic: Clinic, zone: Zone, { kind, language, email, sms }: Drafted) {
  const now = clinic.now();
  const message = { ...(await example(clinic, zone, now)), kind, language };
  const texts = [
    { kind, language, channel: 'email', text: email } as const,
    { kind, language, channel: 'sms', text: sms } as const,
  ];
  const parties = { organizer: 'tidbok@klinik.example', domain: 'klinik.example' };
  const written = writeEmail(message, { texts }, { parties, stamp: now });
  const short = writeSms(message, { texts });
  return {
    email: { subject: written.subject, text: written.text, hasCalendar: written.calendar !== null },
    sms: { text: short.text, ...short.length },
  };
}

async function example(
  clinic: Clinic,
  zone: Zone,
  now: Instant,
): Promise<Omit<VisitMessage, 'kind' | 'language'>> {
  const { clinics, practitioners } = await clinic.register();
  const [shown] = clinics.filter(({ active }) => active);
  const [practitioner] = practitioners.filter(({ clinicId }) => clinicId === shown?.id);
  const day = startOfDay(zone, addDays(toLocalDate(zone, now), 7));
  const start = instant(day + minutesIntoDay * MINUTE_MS);
  return {
    contact: { email: 'patient@example.se', mobile: '070-000 00 00' },
    clinic: {
      name: shown?.name ?? '',
      phone: shown?.phone ?? '',
      address: shown?.address ?? { street: '', postalCode: '', town: '' },
      zoneId: zone.id,
    },
    start,
    end: instant(start + visitMinutes * MINUTE_MS),
    practitioner:
      practitioner === undefined ? '' : `${practitioner.givenName} ${practitioner.familyName}`,
    treatment: 'Undersökning',
    link: null,
    note: '',
    calendar: { uid: 'exempel', sequence: 0 },
  };
}
