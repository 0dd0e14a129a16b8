import type { Zone } from '@tidbok/core';
import type { ClientStatus } from '@tidbok/service/clinic';
import { describe, expect, it } from 'vitest';
import { statusPage } from '../src/status-page.ts';

const zone: Zone = { id: 'UTC', tzdb: '', transitions: [] };
const unpaired: ClientStatus = {
  paired: false,
  practice: null,
  clinics: [],
  connected: false,
  connectedSince: null,
  lastExchangeAt: null,
  waitingOut: 0,
  waitingIn: 0,
  frontier: null,
  mode: 'unpaired',
  needsPerson: [],
};

describe('the status page', () => {
  it('tells how to pair while nothing is paired, in both languages', () => {
    expect(statusPage({ status: unpaired, zone, locale: 'sv' })).toContain('Inte parkopplad');
    expect(statusPage({ status: unpaired, zone, locale: 'en' })).toContain('Not paired');
  });

  it('tells what still works while the site is away', () => {
    const away: ClientStatus = { ...unpaired, paired: true, mode: 'paired', waitingOut: 7 };
    const page = statusPage({ status: away, zone, locale: 'en' });
    expect(page).toContain('Not connected to the booking site');
    expect(page).toContain('The book works as usual');
    expect(page).toContain('<dd>7</dd>');
  });

  it('shows a clinic’s name as text, whatever it holds', () => {
    const clinics = [{ id: 'c' as never, name: '<script>alert(1)</script>' }];
    const page = statusPage({ status: { ...unpaired, clinics }, zone, locale: 'sv' });
    expect(page).not.toContain('<script>');
  });
});
