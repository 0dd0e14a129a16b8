import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { SettingRefused, type Environment } from '@tidbok/doorway';
import type { CarrierSettings } from './carrier.ts';
import type { SmsAccount } from './elks-door.ts';
import type { SmtpAccount } from './smtp-door.ts';

const elksApi = 'https://api.46elks.com/a1/';

/** The ways out for messages, as the environment names them. */
export function readCarrierSettings(environment: Environment): CarrierSettings {
  const value = (name: string): string => environment[name]?.trim() ?? '';
  const folder = value('MESSAGE_FOLDER');
  const from = value('MAIL_FROM');
  const smtp = smtpOf(value);
  if (smtp !== null && !/^[^\s@]+@[^\s@]+$/.test(from)) {
    throw new SettingRefused('MAIL_FROM must be the address that e-mails come from.');
  }
  return {
    folder: folder === '' ? null : resolve(folder),
    smtp,
    sms: smsOf(value),
    from: from === '' ? 'tidbok@localhost' : from,
  };
}

type Value = (name: string) => string;

function smtpOf(value: Value): SmtpAccount | null {
  const text = value('MAIL_SMTP_URL');
  if (text === '') return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^smtps?:$/.test(url.protocol) || url.hostname === '') {
    throw new SettingRefused('MAIL_SMTP_URL must be like smtp://user@mail.example:587.');
  }
  const written = decodeURIComponent(url.password);
  return { url, password: written === '' ? secret(value, 'MAIL_SMTP_PASSWORD_FILE') : written };
}

function smsOf(value: Value): SmsAccount | null {
  const user = value('SMS_API_USER');
  if (user === '') return null;
  const text = value('SMS_API_URL') || elksApi;
  if (!URL.canParse(text)) {
    throw new SettingRefused('SMS_API_URL must be the address of the SMS operator.');
  }
  const password = value('SMS_API_PASSWORD') || secret(value, 'SMS_API_PASSWORD_FILE');
  if (password === '') {
    throw new SettingRefused('SMS_API_PASSWORD or SMS_API_PASSWORD_FILE is missing.');
  }
  return { url: new URL(text), user, password };
}

function secret(value: Value, name: string): string {
  const file = value(name);
  if (file === '') return '';
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new SettingRefused(`${name} must name a file that can be read.`);
  }
}
