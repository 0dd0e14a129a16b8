import { recordShape, clinicFrameShape, siteFrameShape } from './frame-codec.ts';
import { clinicEntryShapes, ENTRY_VERSION, siteEntryShapes } from './entry-codec.ts';
import { lookupAnswerShape, lookupQuestionShape } from './lookup.ts';
import { PROTOCOL_VERSION } from './version.ts';

/**
 * All that travels, in canonical lines: the same text means the same wire. Its SHA-256 is the
 * wire's fingerprint, kept per version by a test.
 */
export function describeWire(): string {
  const entries = [
    ...Object.entries(clinicEntryShapes).map(([type, { text }]) => `clinic ${type} ${text}`),
    ...Object.entries(siteEntryShapes).map(([type, { text }]) => `site ${type} ${text}`),
  ].sort();
  return [
    `protocol ${PROTOCOL_VERSION} entry ${ENTRY_VERSION}`,
    `record ${recordShape.text}`,
    ...entries,
    `clinic frames ${clinicFrameShape.text}`,
    `site frames ${siteFrameShape.text}`,
    `lookup question ${lookupQuestionShape.text}`,
    `lookup answer ${lookupAnswerShape.text}`,
  ].join('\n');
}
