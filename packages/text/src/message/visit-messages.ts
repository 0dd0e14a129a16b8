import { inBothLanguages } from '../messages.ts';
import { visitEn } from './visit-en.ts';
import { visitSv } from './visit-sv.ts';

/** What patients are written about a visit. */
export const visitMessages = inBothLanguages({ sv: visitSv, en: visitEn });
