import {
  DELIVERY_FAULTS,
  MESSAGE_CHANNELS,
  MESSAGE_KINDS,
  MESSAGE_LANGUAGES,
  type MessageKind,
  type MessageLanguage,
} from '@tidbok/core';
import * as v from 'valibot';
import { ask, type Answer } from './answer.ts';
import { anything, instant, listOf, localDate } from './book-shapes.ts';

const kind = v.picklist(MESSAGE_KINDS);
const channel = v.picklist(MESSAGE_CHANNELS);

const settings = v.object({
  email: v.boolean(),
  sms: v.boolean(),
  smsSender: v.string(),
  replyTo: v.string(),
  reminderHours: v.number(),
  remindAll: v.boolean(),
  decision: v.nullable(v.object({ decidedBy: v.string(), decidedOn: localDate, text: v.string() })),
  texts: v.array(
    v.object({ kind, channel, language: v.picklist(MESSAGE_LANGUAGES), text: v.string() }),
  ),
});
export type MessageSettingsDraft = v.InferOutput<typeof settings>;

export function fetchMessageSettings(): Promise<Answer<MessageSettingsDraft>> {
  return ask('/messages/settings', { shape: settings });
}

export function saveMessageSettings(
  body: MessageSettingsDraft,
): Promise<Answer<MessageSettingsDraft>> {
  return ask('/messages/settings', { method: 'PUT', body, shape: settings });
}

const preview = v.object({
  email: v.object({ subject: v.string(), text: v.string(), hasCalendar: v.boolean() }),
  sms: v.object({
    text: v.string(),
    alphabet: v.picklist(['gsm7', 'ucs2']),
    places: v.number(),
    parts: v.number(),
  }),
});
export type MessagePreview = v.InferOutput<typeof preview>;

export function previewMessage(
  body: {
    readonly kind: MessageKind;
    readonly language: MessageLanguage;
    readonly email: string;
    readonly sms: string;
  },
  signal: AbortSignal,
): Promise<Answer<MessagePreview>> {
  return ask('/messages/preview', { method: 'POST', body, shape: preview, signal });
}

const failed = v.object({
  bookingId: v.string(),
  kind,
  channel,
  uncertain: v.boolean(),
  fault: v.picklist(DELIVERY_FAULTS),
  at: instant,
  start: instant,
  mayRetry: v.boolean(),
  patientId: v.nullable(v.string()),
  patientName: v.string(),
  mobile: v.string(),
  email: v.string(),
});
export type FailedMessage = v.InferOutput<typeof failed>;

export async function fetchFailedMessages(): Promise<Answer<FailedMessage[]>> {
  const answer = await ask('/messages/failed', { shape: listOf(failed) });
  return answer.ok ? { ok: true, value: answer.value.items } : answer;
}

/** Sent once more, or told some other way: either way it leaves the list. */
export function settleFailedMessage(
  { bookingId, kind, channel }: FailedMessage,
  how: 'retry' | 'handled',
): Promise<Answer<unknown>> {
  const body = { bookingId, kind, channel };
  return ask(`/messages/failed/${how}`, { method: 'POST', body, shape: anything });
}
