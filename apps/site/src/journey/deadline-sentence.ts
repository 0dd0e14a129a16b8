import { formatLocalTime, latestChangeAt, type Instant } from '@tidbok/core';
import { dateWords, siteMessages, type Locale } from '@tidbok/text';
import type { ClinicView } from '@tidbok/service/site';

interface Changeable {
  readonly rebookable: boolean;
  readonly cancellable: boolean;
}

/** The rule for cancelling and rebooking, told before one chooses a time. */
export function deadlineRule(
  treatment: Changeable,
  { limits: { changeDeadline: deadline } }: Pick<ClinicView, 'limits'>,
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

/** The same for one time: until when, by the clock. */
export function deadlineSentence(
  treatment: Changeable,
  { limits, zone }: Pick<ClinicView, 'limits' | 'zone'>,
  visit: { readonly start: Instant; readonly now: Instant; readonly locale: Locale },
): string {
  const texts = siteMessages[visit.locale].deadline;
  const what = changeOf(treatment);
  if (what === null) return texts.never;
  const latest = latestChangeAt(zone, limits.changeDeadline, visit.start);
  if (latest < visit.now) return texts.passed;
  return texts.until(what, dateWords(visit.locale, zone.id).moment(latest));
}

function changeOf({ rebookable, cancellable }: Changeable): 'both' | 'rebook' | 'cancel' | null {
  if (rebookable && cancellable) return 'both';
  if (rebookable) return 'rebook';
  return cancellable ? 'cancel' : null;
}
