import {
  takenTime,
  type AvailabilityFacts,
  type ClinicId,
  type HoldId,
  type Instant,
  type OnlineRules,
  type SharedResourceId,
  type Zone,
} from '@tidbok/core';
import type { Catalog } from '@tidbok/protocol';
import type { SiteFacts } from './facts.ts';

/** The rules of selling that a catalogue states; parsed once per version of it. */
export function rulesOf(catalog: Catalog, zone: Zone): OnlineRules {
  const shared = new Map<ClinicId, Map<string, SharedResourceId>>();
  for (const { id, clinicId, sign } of catalog.sharedResources) {
    const signs = shared.get(clinicId) ?? new Map<string, SharedResourceId>();
    shared.set(clinicId, signs.set(sign, id));
  }
  return {
    kinds: new Map(catalog.preblockKinds.map(({ id, categories }) => [id, categories])),
    templates: new Map(catalog.templates.map((template) => [template.id, template])),
    templatesOf: new Map(catalog.practitioners.map(({ id, templateIds }) => [id, templateIds])),
    clinicOfResource: new Map(catalog.resources.map(({ id, clinicId }) => [id, clinicId])),
    sharedResources: shared,
    limits: catalog.limits,
    zone,
  };
}

/**
 * The question "which times are free?" as the site asks it: the same facts make the list of times
 * and the check at booking (I10). `ownHold` is the asking patient's, and binds others only.
 */
export function availabilityOf(
  facts: SiteFacts,
  rules: OnlineRules,
  asker: { readonly now: Instant; readonly ownHold: HoldId | null },
): AvailabilityFacts {
  const holds = facts.holds.filter(
    ({ holdId, expiresAt }) => holdId !== asker.ownHold && expiresAt > asker.now,
  );
  return {
    rules,
    offered: facts.offers,
    taken: takenTime([...facts.bookings.filter(isLive), ...facts.blocks]),
    held: takenTime(holds),
  };
}

/** Cancelled visits may be among the facts, asked for by id. */
export function isLive({ state }: SiteFacts['bookings'][number]): boolean {
  return state !== 'cancelled';
}
