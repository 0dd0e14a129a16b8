import type {
  BookingTemplateId,
  CompanyId,
  ListId,
  OrganisationId,
  PractitionerId,
  PreblockKindId,
} from '../foundation/ids.ts';

/** For whom a list is available (L1). */
export type ListOwner =
  | { readonly type: 'all' }
  | { readonly type: 'organisation'; readonly id: OrganisationId }
  | { readonly type: 'company'; readonly id: CompanyId }
  | { readonly type: 'practitioner'; readonly id: PractitionerId };

interface ListBase {
  readonly id: ListId;
  readonly name: string;
  readonly owner: ListOwner;
}
/** *Bokningsmallslista*: `ids` in the order shown. */
export interface TemplateList extends ListBase {
  readonly kind: 'templates';
  readonly ids: readonly BookingTemplateId[];
}
/** *Preblocklista*: `ids` in the order shown. */
export interface PreblockList extends ListBase {
  readonly kind: 'preblocks';
  readonly ids: readonly PreblockKindId[];
}
