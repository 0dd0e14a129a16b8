import type { BookTextId, BookingTemplateId, TreatmentCategoryId } from '../foundation/ids.ts';

/** *Bokningskategori* (B3). */
export interface TreatmentCategory {
  readonly id: TreatmentCategoryId;
  readonly name: string;
  /** One or two characters. */
  readonly sign: string;
  /** `#rrggbb`. */
  readonly colour: string;
}

/**
 * Team booking (T4): one sign per time unit, as the clinic has named its signs
 * (`pattern-signs.ts`): `/` = the practitioner, `.` = chair only, any other = what it is bound to.
 * The chair is taken for the whole visit.
 */
export interface ResourcePattern {
  readonly unitMinutes: number;
  readonly signs: string;
}

/** For whom a kind of visit may be booked online. */
export interface PatientRule {
  /** False: only for those who are patients already. */
  readonly newPatients: boolean;
  /** Whole years on the day of the visit, both included; null: no bound. */
  readonly fromAge: number | null;
  readonly toAge: number | null;
}

/** A kind of visit (T1). */
export interface BookingTemplate {
  readonly id: BookingTemplateId;
  /** What the patient sees. */
  readonly name: string;
  readonly minutes: number;
  readonly categoryId: TreatmentCategoryId | null;
  readonly useInBook: boolean;
  readonly useInRecall: boolean;
  readonly useOnline: boolean;
  readonly rebookable: boolean;
  readonly cancellable: boolean;
  /** Internal; never on the site. */
  readonly bookText: string;
  readonly summonsCard: boolean;
  readonly moveNextRecall: boolean;
  /** Kronor. */
  readonly expectedAmount: number | null;
  readonly resourcePattern: ResourcePattern | null;
  /** Left out: everybody. */
  readonly admits?: PatientRule | null;
  /** A template in use by future bookings is retired, not erased (T5). */
  readonly retired: boolean;
}

/** *Tidbokstext* (T3). */
export interface BookText {
  readonly id: BookTextId;
  readonly name: string;
  readonly text: string;
}
