import type { ClinicId, PracticeId } from '@tidbok/core';
import { loadRevisionOfClinic, type Queryable } from '@tidbok/store/site';
import { BoundedMap } from './bounded-map.ts';

const maxClinics = 20_000;

/** Which practice a clinic belongs to: it never changes, so it is asked once. */
export class ClinicDirectory {
  readonly #db: Queryable;
  readonly #known = new BoundedMap<ClinicId, PracticeId>(maxClinics);

  constructor(db: Queryable) {
    this.#db = db;
  }

  /** null for a clinic that no practice shows. */
  async practiceOf(clinicId: ClinicId): Promise<PracticeId | null> {
    const known = this.#known.get(clinicId);
    if (known !== undefined) return known;
    const row = await loadRevisionOfClinic(this.#db, clinicId);
    if (row === null) return null;
    this.#known.set(clinicId, row.practiceId);
    return row.practiceId;
  }
}
