import {
  smsLength,
  type Delivery,
  type Instant,
  type MessageCarrier,
  type MessageChannel,
  type MessageRules,
  type VisitMessage,
} from '@tidbok/core';
import MailComposer from 'nodemailer/lib/mail-composer';
import { ElksDoor, internationalNumber, type SmsAccount } from './elks-door.ts';
import { writeEmail } from './email.ts';
import { FolderDoor } from './folder-door.ts';
import { SmtpDoor, type SmtpAccount } from './smtp-door.ts';
import { writeSms } from './sms.ts';

/** The ways out that this computer has; null where it has none. */
export interface CarrierSettings {
  /** A folder that takes the place of both. */
  readonly folder: string | null;
  readonly smtp: SmtpAccount | null;
  readonly sms: SmsAccount | null;
  /** The address that e-mails come from. */
  readonly from: string;
}

/** Opens the ways out. `now` dates what is sent. */
export function openCarrier(settings: CarrierSettings, now: () => Instant): MessageCarrier {
  const { folder, smtp, sms } = settings;
  if (folder !== null) return toFolder(new FolderDoor(folder), settings, now);
  const mail = smtp === null ? null : new SmtpDoor(smtp);
  const elks = sms === null ? null : new ElksDoor(sms);
  const channels = new Set<MessageChannel>();
  if (mail !== null) channels.add('email');
  if (elks !== null) channels.add('sms');
  const deliverBy = (channel: MessageChannel, message: VisitMessage, rules: MessageRules) =>
    channel === 'email'
      ? byEmail(mail, message, { rules, settings, now })
      : bySms(elks, message, rules);
  return {
    channels,
    deliver: (channel, message, rules) =>
      // A fault of ours before anything was handed over, such as words that cannot be written.
      deliverBy(channel, message, rules).catch((): Delivery => broken),
    report: (reference) => elks?.report(reference) ?? Promise.resolve('under-way'),
    close: () => mail?.close(),
  };
}

const notSetUp: Delivery = { type: 'not-now', fault: 'not-set-up' };
const broken: Delivery = { type: 'refused', fault: 'message-refused' };
const badAddress: Delivery = { type: 'refused', fault: 'address-refused' };

interface Writing {
  readonly rules: MessageRules;
  readonly settings: CarrierSettings;
  readonly now: () => Instant;
}

async function byEmail(
  door: SmtpDoor | null,
  message: VisitMessage,
  writing: Writing,
): Promise<Delivery> {
  if (door === null) return notSetUp;
  const to = message.contact.email;
  if (!/^[^\s@<>,;"]+@[^\s@<>,;"]+$/.test(to)) return badAddress;
  const bytes = await emailBytes(message, writing);
  return door.deliver({ from: writing.settings.from, to, bytes });
}

/** The whole e-mail as it travels (RFC 5322), its name the same at every try. */
export function emailBytes(
  message: VisitMessage,
  { rules, settings: { from }, now }: Writing,
): Promise<Buffer> {
  const domain = from.slice(from.lastIndexOf('@') + 1);
  const stamp = now();
  const { subject, text, html, calendar } = writeEmail(message, rules, {
    parties: { organizer: from, domain },
    stamp,
  });
  const composer = new MailComposer({
    from: { name: message.clinic.name, address: from },
    to: message.contact.email,
    ...(rules.replyTo === '' ? {} : { replyTo: rules.replyTo }),
    subject,
    text,
    html,
    date: new Date(stamp),
    messageId: `<${nameOf(message)}@${domain}>`,
    // Answering machines stay silent, and nothing is fetched from anywhere.
    headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': message.language },
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(calendar === null
      ? {}
      : { icalEvent: { method: calendar.method, filename: 'tid.ics', content: calendar.content } }),
  });
  return composer.compile().build();
}

function nameOf({ kind, calendar }: VisitMessage): string {
  return `${calendar.uid}.${calendar.sequence}.${kind}`;
}

async function bySms(
  door: ElksDoor | null,
  message: VisitMessage,
  rules: MessageRules,
): Promise<Delivery> {
  if (door === null) return notSetUp;
  const to = internationalNumber(message.contact.mobile);
  if (to === null) return badAddress;
  const { text, length } = writeSms(message, rules);
  return door.deliver({ from: rules.smsSender, to, text, parts: length.parts });
}

function toFolder(door: FolderDoor, settings: CarrierSettings, now: () => Instant): MessageCarrier {
  return {
    channels: new Set(['email', 'sms']),
    deliver: async (channel, message, rules) => {
      if (channel === 'email') {
        const bytes = await emailBytes(message, { rules, settings, now });
        return door.deliver(`${nameOf(message)}.eml`, bytes);
      }
      const { text } = writeSms(message, rules);
      const { alphabet, parts } = smsLength(text);
      const head = `Till: ${message.contact.mobile}\nFrån: ${rules.smsSender}\n`;
      const size = `Delar: ${parts} (${alphabet})\n\n`;
      return door.deliver(`${nameOf(message)}.sms.txt`, `${head}${size}${text}\n`);
    },
    report: () => Promise.resolve('under-way'),
    close: () => undefined,
  };
}
