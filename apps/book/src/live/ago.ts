import { FORMAT_LOCALES, type BookMessages, type Locale } from '@tidbok/text';

/** `0,2 s sedan`, `4 min sedan`: tenths only while they mean something. */
export function agoWords(
  milliseconds: number,
  { say, locale }: { readonly say: BookMessages; readonly locale: Locale },
): string {
  const seconds = milliseconds / 1000;
  const decimals = seconds < 10 ? 1 : 0;
  if (seconds < 60) {
    const figure = seconds.toLocaleString(FORMAT_LOCALES[locale], {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    });
    return say.ago.secondsTenths(figure);
  }
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? say.ago.minutes(minutes) : say.ago.hours(Math.floor(minutes / 60));
}
