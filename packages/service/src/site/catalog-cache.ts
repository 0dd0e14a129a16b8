import type { PracticeId } from '@tidbok/core';
import { loadCatalogs, type Queryable } from '@tidbok/store/site';
import { rulesOf, type SiteCatalog } from '@tidbok/sync';
import { zoneOf } from '../zone.ts';
import { BoundedMap } from './bounded-map.ts';

/** A catalogue is some 100 kB. */
const maxCatalogs = 2_000;

/** Practices' catalogues, parsed once per version. */
export class CatalogCache {
  readonly #db: Queryable;
  readonly #known = new BoundedMap<PracticeId, SiteCatalog>(maxCatalogs);

  constructor(db: Queryable) {
    this.#db = db;
  }

  /** The catalogue at `version` or newer; null while the practice has sent none. */
  async at(practiceId: PracticeId, version: number): Promise<SiteCatalog | null> {
    if (version === 0) return null;
    const known = this.#known.get(practiceId);
    if (known !== undefined && known.version >= version) return known;
    await this.#load([practiceId]);
    return this.#known.get(practiceId) ?? null;
  }

  /** The catalogue as it was last seen here, else as it is; null while there is none. */
  async lastSeen(practiceId: PracticeId): Promise<SiteCatalog | null> {
    return this.#known.get(practiceId) ?? this.at(practiceId, 1);
  }

  /** Loads at once what is missing of several practices' catalogues. */
  async ensure(
    wanted: readonly { readonly practiceId: PracticeId; readonly catalogVersion: number }[],
  ): Promise<void> {
    const missing = wanted.filter(
      ({ practiceId, catalogVersion }) =>
        (this.#known.get(practiceId)?.version ?? 0) < catalogVersion,
    );
    if (missing.length > 0) {
      await this.#load([...new Set(missing.map(({ practiceId }) => practiceId))]);
    }
  }

  async #load(practiceIds: readonly PracticeId[]): Promise<void> {
    for (const { practiceId, version, catalog } of await loadCatalogs(this.#db, practiceIds)) {
      const zone = zoneOf(catalog.zoneId);
      this.#known.set(practiceId, { version, catalog, rules: rulesOf(catalog, zone), zone });
    }
  }
}
