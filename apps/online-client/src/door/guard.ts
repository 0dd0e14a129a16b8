import type { IncomingMessage } from 'node:http';

const loopbackNames = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * True when the browser asked for this program by a name of its own. A page elsewhere whose name
 * was made to point here (DNS rebinding) carries that page's name.
 */
export function isOwnHost(host: string | undefined, names: readonly string[]): boolean {
  const name = (host ?? '').replace(/:\d+$/, '').toLowerCase();
  return loopbackNames.includes(name) || names.includes(name);
}

/** True when a form comes from a page of this program: browsers say where they post from. */
export function isOwnPost({ headers }: IncomingMessage): boolean {
  const { origin, host } = headers;
  if (origin !== undefined) return URL.parse(origin)?.host === host;
  return headers['sec-fetch-site'] === 'same-origin';
}

/** The call comes from a program on this computer. */
export function isFromHere(request: IncomingMessage): boolean {
  const address = request.socket.remoteAddress ?? '';
  return /^(::ffff:)?127\./.test(address) || address === '::1';
}
