import {
  offerableTemplates,
  ok,
  refuse,
  refuseFields,
  type ClinicId,
  type Outcome,
  type PractitionerId,
  type Zone,
} from '@tidbok/core';
import { USUAL_PATIENT_POLICY } from '@tidbok/protocol';
import { loadDirectory, loadRevisionOfClinic, type DirectoryRow } from '@tidbok/store/site';
import type { SiteCatalog } from '@tidbok/sync';
import type { SiteContext } from './context.ts';
import type { ClinicsQuery, ClinicView, LogoView, Site, TemplateView } from './site.ts';

const maxPage = 100;

/** A page of the clinics that take bookings here, by name. */
export async function listClinics(
  { pool, catalogs }: SiteContext,
  { organisationId, cursor, limit }: ClinicsQuery,
): ReturnType<Site['clinics']> {
  const after = cursor === undefined ? null : readCursor(cursor);
  if (after === undefined) return refuseFields([{ field: 'cursor', reason: 'invalid' }]);
  const size = Math.min(limit ?? maxPage, maxPage);
  const rows = await loadDirectory(pool, {
    organisationId: organisationId ?? null,
    after,
    limit: size + 1,
  });
  const page = rows.slice(0, size);
  await catalogs.ensure(page);
  const items = await Promise.all(page.map((row) => viewOf(catalogs, row)));
  const last = rows.length > size ? page.at(-1) : undefined;
  return ok({
    items: items.filter((item) => item !== null),
    ...(last === undefined ? {} : { nextCursor: writeCursor(last) }),
  });
}

async function viewOf(
  catalogs: SiteContext['catalogs'],
  { practiceId, clinicId, catalogVersion }: DirectoryRow,
): Promise<ClinicView | null> {
  const catalog = await catalogs.at(practiceId, catalogVersion);
  return catalog === null ? null : clinicView(catalog, clinicId);
}

export async function oneClinic(
  context: SiteContext,
  clinicId: ClinicId,
): Promise<ClinicView | null> {
  const catalog = await catalogOfClinic(context, clinicId);
  return catalog === null ? null : clinicView(catalog, clinicId);
}

async function catalogOfClinic(
  { pool, catalogs }: SiteContext,
  clinicId: ClinicId,
): Promise<SiteCatalog | null> {
  const row = await loadRevisionOfClinic(pool, clinicId);
  return row === null ? null : catalogs.at(row.practiceId, row.catalogVersion);
}

export async function zoneOfClinic(
  { directory, catalogs }: SiteContext,
  clinicId: ClinicId,
): Promise<Zone | null> {
  const practiceId = await directory.practiceOf(clinicId);
  const catalog = practiceId === null ? null : await catalogs.lastSeen(practiceId);
  return catalog?.zone ?? null;
}

/** E2: the picture that stands beside the clinic's name; also while the database is away. */
export async function logoOfClinic(
  context: SiteContext,
  clinicId: ClinicId,
): Promise<LogoView | null> {
  return logoIn(await catalogOfClinic(context, clinicId), clinicId);
}

function logoIn(known: SiteCatalog | null, clinicId: ClinicId): LogoView | null {
  const logo = known?.catalog.clinics.find(({ id }) => id === clinicId)?.logo;
  if (!logo) return null;
  return { mediaType: logo.mediaType, bytes: Buffer.from(logo.data, 'base64') };
}

function clinicView(
  { catalog, zone, version }: SiteCatalog,
  clinicId: ClinicId,
): ClinicView | null {
  const clinic = catalog.clinics.find(({ id }) => id === clinicId);
  if (clinic === undefined) return null;
  const organisation = catalog.organisations.find(({ id }) => id === clinic.organisationId);
  const company = catalog.companies.find(({ id }) => id === clinic.companyId);
  return {
    id: clinic.id,
    organisation: { id: clinic.organisationId, name: organisation?.name ?? '' },
    name: clinic.name,
    company: company?.name ?? '',
    address: clinic.address,
    phone: clinic.phone,
    openingText: clinic.openingText,
    // A catalogue kept since version 2 has none.
    colour: clinic.colour ?? null,
    logo: clinic.logo ? { version, width: clinic.logo.width, height: clinic.logo.height } : null,
    practitioners: catalog.practitioners
      .filter((practitioner) => practitioner.clinicId === clinicId)
      .map(({ id, name, title }) => ({ id, name, title })),
    zone,
    requiredAddressFields: catalog.requiredAddressFields,
    limits: catalog.limits,
    patients: catalog.patients ?? USUAL_PATIENT_POLICY,
  };
}

/** W3: the templates that a patient may choose among, in the list's order. */
export async function offeredTemplates(
  { availability, now }: SiteContext,
  query: { readonly clinicId: ClinicId; readonly practitionerId: PractitionerId | null },
): Promise<Outcome<readonly TemplateView[]>> {
  const { clinicId, practitionerId } = query;
  const asOf = now();
  const time = await availability.ofClinic(clinicId, asOf);
  if (time === null) return refuse('unknown-clinic', { clinicId });
  const { rules } = time.catalog;
  if (practitionerId !== null && !rules.templatesOf.has(practitionerId)) {
    return refuse('unknown-practitioner', { practitionerId });
  }
  const templates = offerableTemplates(rules, time.offers, { ...query, now: asOf });
  return ok(
    templates.map(({ id, name, minutes, rebookable, cancellable, admits }) => ({
      id,
      name,
      minutes,
      rebookable,
      cancellable,
      admits: admits ?? null,
    })),
  );
}

function writeCursor({ name, clinicId }: DirectoryRow): string {
  return Buffer.from(`${clinicId}${name}`, 'utf8').toString('base64url');
}

const cursorShape = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(.{0,200})$/s;

/** undefined: not a cursor of ours. */
function readCursor(cursor: string): { name: string; clinicId: ClinicId } | undefined {
  const parts = cursorShape.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (parts === null) return undefined;
  const [, clinicId = '', name = ''] = parts;
  return name.includes('\0') ? undefined : { name, clinicId: clinicId as ClinicId };
}
