import {
  fillIn,
  plainForSms,
  type MessageChannel,
  type MessageRules,
  type Placeholder,
  type VisitMessage,
} from '@tidbok/core';
import { dateWords, visitMessages } from '@tidbok/text';

type Texts = Pick<MessageRules, 'texts'>;

/** The clinic's own text, or the product's, with its places filled. */
export function filledText(
  message: VisitMessage,
  channel: MessageChannel,
  { texts }: Texts,
): string {
  return fillIn(textOf(message, channel, { texts }), placesOf(message, channel));
}

function textOf({ kind, language }: VisitMessage, channel: MessageChannel, { texts }: Texts) {
  const own = texts.find(
    (each) => each.kind === kind && each.channel === channel && each.language === language,
  );
  const text = own?.text.trim() ?? '';
  return text === '' ? visitMessages[language][channel][kind] : text;
}

function placesOf(message: VisitMessage, channel: MessageChannel): Record<Placeholder, string> {
  const { clinic, start, practitioner, treatment, language } = message;
  const words = dateWords(language, clinic.zoneId);
  const tells = channel === 'email';
  return {
    klinik: clinic.name,
    dag: words.day(start),
    tid: words.hour(start),
    telefon: clinic.phone,
    adress: addressOf(message),
    länk: message.link ?? '',
    // No SMS says who treats the patient or for what, whatever a text may ask for.
    behandlare: tells ? practitioner : '',
    behandling: tells ? treatment : '',
  };
}

/** On one line; empty parts are left out. */
export function addressOf({ clinic: { address } }: VisitMessage): string {
  const town = [address.postalCode, address.town].filter(Boolean).join(' ');
  return [address.street, town].filter(Boolean).join(', ');
}

/** An SMS's text, with the punctuation of phones. */
export function plainText(message: VisitMessage, texts: Texts): string {
  return plainForSms(filledText(message, 'sms', texts)).replace(/ {2,}/g, ' ');
}
