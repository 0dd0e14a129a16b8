/** The staff's session; its value is known to the browser alone. */
export const SESSION_COOKIE = 'tidbok_session';
/** Tells a known browser from a stranger's, so that a lockout never hits a colleague. */
export const DEVICE_COOKIE = 'tidbok_device';
export const LANGUAGE_COOKIE = 'tidbok_language';

/** A path of this site to go back to; anything else becomes the book. */
export function safeNext(next: string | null): string {
  if (next === null || !/^\/(?![/\\])[\x21-\x7e]*$/.test(next)) return '/';
  return next.startsWith('/login') ? '/' : next;
}

/** True when the browser came by HTTPS, as the proxy in front says. */
export function cameByHttps(request: Request): boolean {
  return request.headers.get('x-forwarded-proto') === 'https';
}
