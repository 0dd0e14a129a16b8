import type {
  BookingTemplateId,
  Instant,
  PractitionerId,
  PreblockId,
  PreblockKindId,
  PreblockType,
  RefusalCode,
  RefusalDetails,
  ResourceId,
} from '@tidbok/core';

/** A stretch of one chair. */
export interface WhyQuery {
  readonly resourceId: ResourceId;
  readonly from: Instant;
  readonly to: Instant;
}

/** One rule that hides a template here, by its code. */
export interface WhyObjection {
  readonly code: RefusalCode;
  readonly details: RefusalDetails;
}

/** Times of one template and practitioner that share their answer. */
export interface WhyLine {
  readonly templateId: BookingTemplateId;
  readonly templateName: string;
  readonly minutes: number;
  /** null: nobody is scheduled here. */
  readonly practitionerId: PractitionerId | null;
  readonly starts: readonly Instant[];
  readonly state: 'free' | 'sold' | 'preliminary' | 'hidden';
  /** Every rule that objects, the one to tell first; while free, what is under way. */
  readonly objections: readonly WhyObjection[];
}

/** What the site knows and may do by itself just now. */
export interface WhySync {
  readonly mode: 'unpaired' | 'paired' | 'recover' | 'halted';
  readonly connected: boolean;
  readonly lastExchangeAt: Instant | null;
  /** Without contact the site stops selling so long after the last exchange. */
  readonly offlineSellingHours: number;
  /** True when that limit has been passed: then nothing is sold there. */
  readonly isPastSellingLimit: boolean;
  /** Before the frontier the site asks this book before it sells. */
  readonly frontier: Instant;
  readonly isNear: boolean;
}

export interface WhyHere {
  readonly asOf: Instant;
  readonly sync: WhySync;
  readonly practitionerIds: readonly PractitionerId[];
  readonly preblocks: readonly {
    readonly id: PreblockId;
    readonly kindId: PreblockKindId;
    readonly name: string;
    readonly type: PreblockType['type'];
  }[];
  readonly lines: readonly WhyLine[];
}
