import { instant, type VisitMessage } from '@tidbok/core';

/** Tuesday 15 December 2026, 08:30 to 09:00 in Stockholm. */
export const visit: VisitMessage = {
  kind: 'confirmation',
  language: 'sv',
  contact: { email: 'test.person@example.org', mobile: '+46701740605' },
  clinic: {
    name: 'Tandhälsan City',
    phone: '08-123 45 00',
    address: { street: 'Storgatan 1', postalCode: '111 22', town: 'Stockholm' },
    zoneId: 'Europe/Stockholm',
  },
  start: instant(Date.parse('2026-12-15T07:30:00Z')),
  end: instant(Date.parse('2026-12-15T08:00:00Z')),
  practitioner: 'Anna Berg',
  treatment: 'Rotfyllning',
  link: null,
  note: '',
  calendar: { uid: '01920000-0000-7000-8000-000000000001', sequence: 0 },
};

export const parties = { organizer: 'tider@klinik.example', domain: 'klinik.example' };
export const stamp = instant(Date.parse('2026-12-01T10:00:00Z'));
