import { isColour, ok, refuse, type ClinicId, type Outcome } from '@tidbok/core';
import { deleteLogo, putLogo, readLogo, setSiteColour } from '@tidbok/store/clinic';
import type { ClinicContext } from './context.ts';
import { isLogoType, mayTravel } from './logos-on-site.ts';
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
    return (await mayTravel(db, chosen)) ? ok(null) : refuse('too-large');
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
