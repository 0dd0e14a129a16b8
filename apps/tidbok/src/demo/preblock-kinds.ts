import type { CategoryRule, PreblockKind, PreblockType, PractitionerId } from '@tidbok/core';
import type { NamedIds } from './seeded.ts';
import type { CategoryName } from './treatments.ts';

const allowing = (id: NamedIds, names: readonly CategoryName[]): CategoryRule => ({
  mode: 'allow',
  ids: names.map((name) => id(`category/${name}`)),
});

interface Looks {
  readonly name: string;
  readonly text: string;
  readonly colour: string;
  readonly bypass?: boolean;
  readonly expiresDaysBefore?: number;
  readonly code?: string;
  readonly owner?: PractitionerId;
}

const kind = (id: NamedIds, looks: Looks, rule: PreblockType): PreblockKind => ({
  id: id(`kind/${looks.name}`),
  name: looks.name,
  text: looks.text,
  code: looks.code ?? '',
  colour: looks.colour,
  validFor:
    looks.owner === undefined
      ? { type: 'resources' }
      : { type: 'personal', practitionerId: looks.owner },
  bypass: looks.bypass ?? true,
  rule,
  expiresDaysBefore: looks.expiresDaysBefore ?? null,
});

const internetKinds = (id: NamedIds): PreblockKind[] => [
  kind(
    id,
    { name: 'E-tid US/Röntgen', text: 'Bokas på nätet: undersökning', colour: '#4d7c0f' },
    { type: 'internet', categories: allowing(id, ['US/Röntgen']) },
  ),
  kind(
    id,
    {
      name: 'E-tid Profylax',
      text: 'Bokas på nätet: profylax, till dagen innan',
      colour: '#0b7a5c',
      expiresDaysBefore: 1,
    },
    { type: 'internet', categories: allowing(id, ['Profylax']) },
  ),
  kind(
    id,
    { name: 'E-tid akut', text: 'Bokas på nätet: akutbesök', colour: '#a8480b' },
    { type: 'internet', categories: allowing(id, ['Konserverande']) },
  ),
];

const deskKinds = (id: NamedIds): PreblockKind[] => [
  kind(
    id,
    { name: 'Akut tid', text: 'Spara för akuta patienter', colour: '#b3261e' },
    { type: 'standard' },
  ),
  kind(id, { name: 'Rev us', text: 'Bara revision', colour: '#6d4fc2' }, { type: 'recall' }),
  kind(
    id,
    { name: 'Patientfri', text: 'Möte, administration, service', colour: '#5c6670', bypass: false },
    { type: 'patient-free' },
  ),
  kind(
    id,
    { name: 'Operation', text: 'Minst 3 000 kronor', colour: '#8a4b14' },
    { type: 'amount', minimumAmount: 3000 },
  ),
  kind(
    id,
    { name: 'Kirurgi och implantat', text: 'Bara kirurgi', colour: '#8a2a4a', bypass: false },
    { type: 'treatment', categories: allowing(id, ['Implantat', 'Kirurgi']) },
  ),
  kind(
    id,
    {
      name: 'Olles handledning',
      text: 'Handleder kandidat',
      colour: '#5a5f14',
      code: '1234',
      owner: id('practitioner/olle'),
    },
    { type: 'patient-free' },
  ),
];

/** Preblock kinds of all six types (B2), three of them Internet. */
export const demoPreblockKinds = (id: NamedIds): PreblockKind[] => [
  ...deskKinds(id),
  ...internetKinds(id),
];
