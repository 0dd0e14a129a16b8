import type { ClinicId } from '@tidbok/core';
import { MAX_LOGO_LENGTH, MAX_LOGOS_LENGTH, type CatalogLogo } from '@tidbok/protocol';
import { readLogos, type Queryable } from '@tidbok/store/clinic';
import type { Logo } from './views/tray.ts';

/** The logos as they travel to the site, by clinic (E2). */
export async function logosOnSite(db: Queryable): Promise<ReadonlyMap<ClinicId, CatalogLogo>> {
  const logos = new Map<ClinicId, CatalogLogo>();
  for (const [clinicId, { mediaType, bytes, width, height }] of await readLogos(db)) {
    if (!isLogoType(mediaType) || base64Length(bytes) > MAX_LOGO_LENGTH) continue;
    logos.set(clinicId, { mediaType, width, height, data: bytes.toString('base64') });
  }
  return logos;
}

/** Whether the catalogue has room for the practice's logos, this one among them. */
export async function mayTravel(db: Queryable, logo: Logo): Promise<boolean> {
  const lengths = [...(await readLogos(db)).values()].map(({ bytes }) => base64Length(bytes));
  const together = lengths.reduce((sum, length) => sum + length, 0);
  return base64Length(logo.bytes) <= MAX_LOGO_LENGTH && together <= MAX_LOGOS_LENGTH;
}

function base64Length({ length }: Buffer): number {
  return 4 * Math.ceil(length / 3);
}

export function isLogoType(text: string): text is Logo['mediaType'] {
  return ['image/png', 'image/jpeg', 'image/webp'].includes(text);
}
