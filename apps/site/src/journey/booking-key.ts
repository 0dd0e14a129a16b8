const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A fresh key: the same key again is the same booking again. */
export function newBookingKey(): string {
  return crypto.randomUUID();
}

/** False for what somebody made up in the form. */
export function isBookingKey(text: string): boolean {
  return UUID.test(text);
}
