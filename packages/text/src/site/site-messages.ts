import { inBothLanguages, type Twin } from '../messages.ts';
import { siteInEnglish } from './site-en.ts';
import { siteInSwedish } from './site-sv.ts';

/** Every sentence of the booking site, but for refusals, fields and dates. */
export const siteMessages = inBothLanguages({ sv: siteInSwedish, en: siteInEnglish });

export type SiteMessages = Twin<typeof siteInSwedish>;
