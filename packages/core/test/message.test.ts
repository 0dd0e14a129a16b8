import { describe, expect, it } from 'vitest';
import {
  channelsFor,
  checkMessageSettings,
  fillIn,
  isSmsSender,
  retryDelay,
  RETRY_DELAYS_MS,
  wrongInText,
  type MessageSettings,
} from '@tidbok/core';

const off: MessageSettings = {
  email: false,
  sms: false,
  smsSender: '',
  replyTo: '',
  texts: [],
  decision: null,
  reminderHours: 0,
  remindAll: false,
};
const decidedOn = '2026-11-02' as NonNullable<MessageSettings['decision']>['decidedOn'];
const decision = { decidedBy: 'Verksamhetschefen', decidedOn, text: 'Prövat 2 november.' };

function wrongFields(settings: MessageSettings): unknown {
  const checked = checkMessageSettings(settings);
  return checked.ok ? [] : checked.refusal.details?.['fields'];
}

describe('how a clinic writes to its patients', () => {
  it('opens no channel before the risk decision is recorded', () => {
    expect(wrongFields({ ...off, email: true })).toEqual([
      { field: 'decision', reason: 'required' },
    ]);
    expect(wrongFields({ ...off, email: true, decision })).toEqual([]);
    expect(
      wrongFields({
        ...off,
        decision: { decidedBy: ' ', decidedOn, text: '' },
      }),
    ).toEqual([
      { field: 'decidedBy', reason: 'required' },
      { field: 'decisionText', reason: 'required' },
    ]);
  });

  it.each(['Tandhalsan', 'City Tand 1', 'A'])('takes %s as the sender of an SMS', (sender) => {
    expect(isSmsSender(sender)).toBe(true);
  });

  it.each(['', '12345', 'Tandhälsan', 'Tandlakarna City', ' Tand', 'Tand!'])(
    'does not take %j as the sender of an SMS',
    (sender) => expect(isSmsSender(sender)).toBe(false),
  );

  it('refuses a text with a place that nothing fills, and health in an SMS', () => {
    expect(wrongInText({ channel: 'sms', text: 'Tid {dag} {tid}. {länk}' })).toBeNull();
    expect(wrongInText({ channel: 'sms', text: 'Tid för {behandling}' })).toBe('not-in-sms');
    expect(wrongInText({ channel: 'sms', text: 'Tid hos {behandlare}' })).toBe('not-in-sms');
    expect(wrongInText({ channel: 'email', text: 'Tid för {behandling}' })).toBeNull();
    expect(wrongInText({ channel: 'email', text: 'Hej {namn}' })).toBe('unknown-placeholder');
    expect(wrongInText({ channel: 'sms', text: 'a'.repeat(460) })).toBe('too-long');
  });

  it('fills places, and drops a line that held nothing but empty ones', () => {
    const words = {
      ...{ klinik: 'City', dag: 'tisdag', tid: 'kl. 08.30', telefon: '08-1', adress: '' },
      ...{ länk: '', behandlare: '', behandling: '' },
    };
    expect(fillIn('Hej {dag} {tid}\n{länk}\n\nRing {telefon} {okänd}', words)).toBe(
      'Hej tisdag kl. 08.30\n\nRing 08-1 {okänd}',
    );
  });

  it('sends by every channel that is on and reaches the patient, a reminder by one', () => {
    const both = { email: 'a@b.example', mobile: '+46701740605' };
    const on = { email: true, sms: true };
    expect(channelsFor('confirmation', both, on)).toEqual(['email', 'sms']);
    expect(channelsFor('reminder', both, on)).toEqual(['sms']);
    expect(channelsFor('reminder', { ...both, mobile: '' }, on)).toEqual(['email']);
    expect(channelsFor('change', both, { email: true, sms: false })).toEqual(['email']);
    expect(channelsFor('change', { email: '', mobile: '' }, on)).toEqual([]);
  });

  it('gives up after about a day, well within the two that the site may keep a contact', () => {
    const waited = RETRY_DELAYS_MS.reduce((sum, delay) => sum + delay, 0);
    expect(waited / 3_600_000).toBeGreaterThan(23);
    expect(waited / 3_600_000).toBeLessThan(36);
    expect(retryDelay(RETRY_DELAYS_MS.length)).not.toBeNull();
    expect(retryDelay(RETRY_DELAYS_MS.length + 1)).toBeNull();
  });
});
