import type { BookingSite } from './booking-site.ts';
export function bookingSiteOf(req: unknown, _locale: unknown): BookingSite {
  return (req as { bookingSite: BookingSite }).bookingSite;
}
