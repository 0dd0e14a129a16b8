import { isColour, ok, refuse, type ClinicId, type Outcome } from '@tidbok/core';
import { MAX_LOGO_LENGTH, MAX_LOGOS_LENGTH, type CatalogLogo } from '@tidbok/protocol';
import {
  deleteLogo,
  putLogo,
  readLogo,
  readLogos,
  setSiteColour,
  type Queryable,
} from '@tidbok/store/clinic';
import type { ClinicContext } from './context.ts';
import { changeSettings } from './settings-desk.ts';
import type { Logo } from './views/tray.ts';

export async function logo(context: ClinicContext, clinicId: ClinicId): Promise<Logo | null> {
  const row = await readLogo(context.pool, clinicId);
  return row === null || !isLogoType(row.mediaType) ? null : { ...row, mediaType: row.mediaType };
}

/**
 * null takes it away. Refuses `unknown-clinic`, and `too-large` where it could not travel to the
 * site with the others. What a logo must be is checked at the door.
 */
export function saveLogo(
  context: ClinicContext,
  clinicId: ClinicId,
  chosen: Logo | null,
): Promise<Outcome<null>> {
  return changeSettings(context, async ({ db, register }) => {
    if (!register.clinics.some(({ id }) => id === clinicId)) return refuse('unknown-clinic');
    if (chosen === null) {
      await deleteLogo(db, clinicId);
      return ok(null);
    }
    await putLogo(db, clinicId, chosen);
    const lengths = [...(await readLogos(db)).values()].map(({ bytes }) => base64Length(bytes));
    const isTooMuch =
      base64Length(chosen.bytes) > MAX_LOGO_LENGTH ||
      lengths.reduce((sum, length) => sum + length, 0) > MAX_LOGOS_LENGTH;
    return isTooMuch ? refuse('too-large') : ok(null);
  });
}

/** null: the site's own. Refuses `unknown-clinic`, and `invalid` for what is no colour. */
export function saveSiteColour(
  context: ClinicContext,
  clinicId: ClinicId,
  colour: string | null,
): Promise<Outcome<null>> {
  return changeSettings(context, async ({ db, register }) => {
    if (!register.clinics.some(({ id }) => id === clinicId)) return refuse('unknown-clinic');
    if (colour !== null && !isColour(colour)) {
      return refuse('invalid', { fields: [{ field: 'colour', reason: 'not-a-colour' }] });
    }
    await setSiteColour(db, clinicId, colour);
    return ok(null);
  });
}

/** The logos as they travel to the site, by clinic (E2). */
export async function logosOnSite(db: Queryable): Promise<ReadonlyMap<ClinicId, CatalogLogo>> {
  const logos = new Map<ClinicId, CatalogLogo>();
  for (const [clinicId, { mediaType, bytes, width, height }] of await readLogos(db)) {
    if (!isLogoType(mediaType) || base64Length(bytes) > MAX_LOGO_LENGTH) continue;
    logos.set(clinicId, { mediaType, width, height, data: bytes.toString('base64') });
  }
  return logos;
}

function base64Length({ length }: Buffer): number {
  return 4 * Math.ceil(length / 3);
}

function isLogoType(text: string): text is Logo['mediaType'] {
  return ['image/png', 'image/jpeg', 'image/webp'].includes(text);
}
