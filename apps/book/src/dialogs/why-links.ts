import type { BookMessages } from '@tidbok/text';
import type { WhyRule } from '../calls/patient-calls.ts';

/** Where that which hides a time is changed: the page, and what to call the way there. */
export interface WayOut {
  readonly href: string;
  readonly label: string;
}

const pages: Readonly<Partial<Record<string, string>>> = {
  'template-not-online': '/installningar/mallar',
  'template-not-in-list': '/installningar/mallistor',
  'category-not-allowed': '/installningar/preblock',
  'no-preblock': '/installningar/preblock',
  'preblock-expired': '/installningar/preblock',
  'under-other-preblock': '/installningar/preblock',
  'outside-schedule': '/arbetsschema',
  'pattern-sign': '/installningar/mallar',
};

export function wayOut({ code }: WhyRule, say: BookMessages): WayOut | null {
  const href = pages[code];
  const labels = say.why.change;
  if (href === undefined || !Object.hasOwn(labels, code)) return null;
  return { href, label: labels[code as keyof typeof labels] };
}

/** What a rule's details add in words: whose list, which mark, what of the preblock. */
export function moreWords({ code, details }: WhyRule, say: BookMessages): string {
  const { why } = say;
  const { owner, reason } = details;
  if (code === 'template-not-in-list' && typeof owner === 'string') {
    const name = Object.hasOwn(why.owners, owner)
      ? why.owners[owner as keyof typeof why.owners]
      : owner;
    return why.listFrom(name);
  }
  if (reason === 'mark') return why.noMark;
  if (reason === 'no-category') return why.noCategory;
  if (reason === 'personal') return why.personal;
  return reason === 'ends-before-visit' ? why.endsBefore : '';
}
