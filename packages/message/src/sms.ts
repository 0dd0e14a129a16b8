import { smsLength, type MessageRules, type SmsLength, type VisitMessage } from '@tidbok/core';
import { plainText } from './words.ts';

export interface WrittenSms {
  readonly text: string;
  readonly length: SmsLength;
}

/** A message as an SMS: the clinic's name, the day and the hour, never what for or with whom. */
export function writeSms(message: VisitMessage, rules: Pick<MessageRules, 'texts'>): WrittenSms {
  const text = plainText(message, rules);
  return { text, length: smsLength(text) };
}
