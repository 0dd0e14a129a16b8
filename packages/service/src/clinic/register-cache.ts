import type { Zone } from '@tidbok/core';
import { loadRegister, type Queryable, type RegisterRows } from '@tidbok/store/clinic';
import { zoneOf } from '../zone.ts';

/** The register with what is looked up in it all the time. */
export interface LoadedRegister extends RegisterRows {
  readonly zone: Zone;
}

/**
 * Keeps the register in memory; a reader names the revision that it saw, so a register that another
 * process changed is never used.
 */
export class RegisterCache {
  #revision = -1;
  #loaded: LoadedRegister | null = null;

  /** null before a practice has been loaded. */
  async at(db: Queryable, revision: number): Promise<LoadedRegister | null> {
    if (this.#loaded !== null && this.#revision === revision) return this.#loaded;
    const loaded = await readRegister(db);
    this.#loaded = loaded;
    this.#revision = revision;
    return loaded;
  }
}

/** Reads past the cache: for a transaction that has just changed the register. */
export async function readRegister(db: Queryable): Promise<LoadedRegister | null> {
  const rows = await loadRegister(db);
  return rows === null ? null : { ...rows, zone: zoneOf(rows.practice.zoneId) };
}
