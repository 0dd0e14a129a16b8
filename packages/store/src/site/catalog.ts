import type { ClinicId, OrganisationId, PracticeId } from '@tidbok/core';
import type { Catalog } from '@tidbok/protocol';
import type { Queryable } from './database.ts';

export interface CatalogRow {
  readonly practiceId: PracticeId;
  readonly version: number;
  readonly catalog: Catalog;
}

/** The catalogues of some practices; one that has sent none is left out. */
export async function loadCatalogs(
  db: Queryable,
  practiceIds: readonly PracticeId[],
): Promise<readonly CatalogRow[]> {
  const { rows } = await db.query<CatalogRow>({
    name: 'site-catalogs',
    text: `select practice_id as "practiceId", version, content::json as catalog
      from catalog where practice_id = any ($1)`,
    values: [practiceIds],
  });
  return rows;
}

export interface DirectoryRow {
  readonly practiceId: PracticeId;
  readonly clinicId: ClinicId;
  readonly name: string;
  readonly catalogVersion: number;
}

export interface DirectoryQuery {
  readonly organisationId: OrganisationId | null;
  /** The last one of the page before; null for the first page. */
  readonly after: { readonly name: string; readonly clinicId: ClinicId } | null;
  readonly limit: number;
}

/** A page of the clinics that take bookings here, by name. */
export async function loadDirectory(
  db: Queryable,
  { organisationId, after, limit }: DirectoryQuery,
): Promise<readonly DirectoryRow[]> {
  const { rows } = await db.query<DirectoryRow>({
    name: organisationId === null ? 'site-directory' : 'site-directory-of-organisation',
    text: `select c.practice_id as "practiceId", c.clinic_id as "clinicId", c.name,
        s.catalog_version as "catalogVersion"
      from clinic c join practice_sync s on s.practice_id = c.practice_id
      where ${organisationId === null ? '$1::uuid is null' : 'c.organisation_id = $1'}
        and (c.name, c.clinic_id) > ($2, $3)
      order by c.name, c.clinic_id limit $4`,
    values: [
      organisationId,
      after?.name ?? '',
      after?.clinicId ?? '00000000-0000-0000-0000-000000000000',
      limit,
    ],
  });
  return rows;
}
