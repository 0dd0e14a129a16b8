import type { BookingTemplateId, ListId, PreblockKindId } from '../foundation/ids.ts';
import type { PreblockList, TemplateList } from './lists.ts';
import type { Company, ListChoice, ListChoices, Organisation, Practitioner } from './practice.ts';

/** Whose card names the list in force (L4). */
export type ListSource = 'practitioner' | 'company' | 'organisation';

export interface ListInForce {
  readonly listId: ListId;
  /** The card that chose it. */
  readonly from: ListSource;
}

/** The cards above a practitioner, the practitioner's own first. */
export interface Cards {
  readonly practitioner: Pick<Practitioner, 'lists'>;
  readonly company: Pick<Company, 'lists'>;
  readonly organisation: Pick<Organisation, 'lists'>;
}

/**
 * The list in force for a practitioner: their own card's choice, or, by *Hämta från*, the
 * company's, or the organisation's. null = no list in force, which means all. An organisation has
 * nobody to inherit from: its *Hämta från* means none.
 */
export function listInForce(cards: Cards, which: keyof ListChoices): ListInForce | null {
  const steps: readonly [ListSource, ListChoice][] = [
    ['practitioner', cards.practitioner.lists[which]],
    ['company', cards.company.lists[which]],
    ['organisation', cards.organisation.lists[which]],
  ];
  const chosen = steps.find(([, choice]) => choice.type !== 'inherit');
  if (chosen === undefined) return null;
  const [from, choice] = chosen;
  return choice.type === 'list' ? { listId: choice.listId, from } : null;
}

/**
 * Those of `all` that the list holds, in the list's order; all of them in their own order when no
 * list is in force. What a list still names but the register has lost is left out.
 */
export function narrowed<Item extends { readonly id: BookingTemplateId | PreblockKindId }>(
  all: readonly Item[],
  list: Pick<TemplateList | PreblockList, 'ids'> | null,
): readonly Item[] {
  if (list === null) return all;
  const byId = new Map<string, Item>(all.map((item) => [item.id, item]));
  return list.ids.map((id) => byId.get(id)).filter((item) => item !== undefined);
}
