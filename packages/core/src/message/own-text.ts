import { refuseFields, ok, type FieldRefusal, type Outcome } from '../foundation/refusal.ts';
import type { MessageChannel, MessageSettings, OwnText } from './message.ts';

/** What a text may leave open, by the name that staff write between braces. */
export const PLACEHOLDERS = [
  'klinik',
  'dag',
  'tid',
  'telefon',
  'adress',
  'länk',
  'behandlare',
  'behandling',
] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

/** These tell more of a patient's health than an SMS may say. */
const emailOnly: ReadonlySet<Placeholder> = new Set(['behandlare', 'behandling']);

export const MAX_OWN_TEXT_LENGTH = 1_000;
/** Three parts: longer ones are dear, and some phones show them torn apart. */
export const MAX_OWN_SMS_LENGTH = 459;
export const MAX_REMINDER_HOURS = 24 * 14;
export const MAX_DECISION_LENGTH = 4_000;

export function placeholdersFor(channel: MessageChannel): readonly Placeholder[] {
  return PLACEHOLDERS.filter((name) => channel === 'email' || !emailOnly.has(name));
}

const braced = /\{([^{}\n]*)\}/gu;

/** Puts words in the places left open. A line that held nothing but empty places goes. */
export function fillIn(text: string, words: Readonly<Record<Placeholder, string>>): string {
  return text
    .split('\n')
    .flatMap((line) => {
      const filled = line.replace(braced, (whole, name: string) =>
        isPlaceholder(name) ? words[name] : whole,
      );
      return filled.trim() === '' && line.trim() !== '' ? [] : [filled.trimEnd()];
    })
    .join('\n')
    .trim();
}

function isPlaceholder(name: string): name is Placeholder {
  return PLACEHOLDERS.some((known) => known === name);
}

/** Why an own text cannot be saved; null when it can. */
export function wrongInText({ channel, text }: Pick<OwnText, 'channel' | 'text'>): string | null {
  const max = channel === 'sms' ? MAX_OWN_SMS_LENGTH : MAX_OWN_TEXT_LENGTH;
  if (text.length > max) return 'too-long';
  const allowed: readonly string[] = placeholdersFor(channel);
  const names = [...text.matchAll(braced)].map(([, name = '']) => name);
  if (names.some((name) => isPlaceholder(name) && !allowed.includes(name))) return 'not-in-sms';
  return names.every((name) => allowed.includes(name)) ? null : 'unknown-placeholder';
}

/**
 * Settings as they may be saved. Refuses `invalid`: a channel that is on without a decision, an
 * SMS without a sender, a text with places that nothing fills.
 */
export function checkMessageSettings(settings: MessageSettings): Outcome<MessageSettings> {
  const { decision, email, sms, reminderHours, texts } = settings;
  const fields: FieldRefusal[] = [];
  if ((email || sms) && decision === null) fields.push({ field: 'decision', reason: 'required' });
  if (decision !== null) fields.push(...wrongInDecision(decision));
  fields.push(...wrongInSender(settings));
  if (!Number.isInteger(reminderHours) || reminderHours < 0 || reminderHours > MAX_REMINDER_HOURS) {
    fields.push({ field: 'reminderHours', reason: 'out-of-range' });
  }
  for (const text of texts) {
    const reason = wrongInText(text);
    const field = `texts.${text.kind}.${text.channel}.${text.language}`;
    if (reason !== null) fields.push({ field, reason });
  }
  return fields.length === 0 ? ok(settings) : refuseFields(fields);
}

function wrongInSender({ sms, smsSender, replyTo }: MessageSettings): FieldRefusal[] {
  const fields: FieldRefusal[] = [];
  if (sms && smsSender === '') fields.push({ field: 'smsSender', reason: 'required' });
  if (smsSender !== '' && !isSmsSender(smsSender)) {
    fields.push({ field: 'smsSender', reason: 'wrong-form' });
  }
  if (replyTo !== '' && !isPlainAddress(replyTo)) {
    fields.push({ field: 'replyTo', reason: 'wrong-form' });
  }
  return fields;
}

function wrongInDecision(decision: NonNullable<MessageSettings['decision']>): FieldRefusal[] {
  const given = [
    ['decidedBy', decision.decidedBy, 100],
    ['decisionText', decision.text, MAX_DECISION_LENGTH],
  ] as const;
  return given.flatMap(([field, value, max]): FieldRefusal[] => {
    if (value.trim() === '') return [{ field, reason: 'required' }];
    return value.length > max ? [{ field, reason: 'too-long' }] : [];
  });
}

/** As operators take them: å, ä and ö come out as other signs on some phones. */
export function isSmsSender(sender: string): boolean {
  return /^(?=.*[a-z])[a-z0-9 ]{1,11}$/i.test(sender) && sender.trim() === sender;
}

function isPlainAddress(address: string): boolean {
  return address.length <= 254 && /^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;"]+$/.test(address);
}
