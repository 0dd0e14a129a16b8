import { formatLocalTime } from '@tidbok/core';
import { siteMessages, type Locale } from '@tidbok/text';
import type { ClinicView } from '@tidbok/service/site';

type ChangeDeadline = ClinicView['limits']['changeDeadline'];

interface Changeable {
  readonly rebookable: boolean;
  readonly cancellable: boolean;
}

/** The rule for cancelling and rebooking, told before one chooses a time. */
export function deadlineSentence(
  treatment: Changeable,
  deadline: ChangeDeadline,
  locale: Locale,
): string {
  const texts = siteMessages[locale].deadline;
  const what = changeOf(treatment);
  if (what === null) return texts.never;
  switch (deadline.type) {
    case 'hours':
      return texts.hours(what, deadline.hours);
    case 'workdays':
      return texts.workdays(what, deadline.days);
    case 'weekday-before':
      return texts.weekdayBefore(what, formatLocalTime(deadline.at));
  }
}

function changeOf({ rebookable, cancellable }: Changeable): 'both' | 'rebook' | 'cancel' | null {
  if (rebookable && cancellable) return 'both';
  if (rebookable) return 'rebook';
  return cancellable ? 'cancel' : null;
}
