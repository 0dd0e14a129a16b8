import { inBothLanguages } from '../messages.ts';
import { aboutInEnglish } from './about-en.ts';
import { aboutInSwedish } from './about-sv.ts';

/** What the site says about itself: privacy, accessibility, and how a clinic embeds it. */
export const aboutMessages = inBothLanguages({ sv: aboutInSwedish, en: aboutInEnglish });
