import { inBothLanguages } from '../messages.ts';
import { identityInEnglish } from './identity-en.ts';
import { identityInSwedish } from './identity-sv.ts';

/** What the login by e-ID says; the sayings are those of BankID's hint codes. */
export const identityMessages = inBothLanguages({ sv: identityInSwedish, en: identityInEnglish });
