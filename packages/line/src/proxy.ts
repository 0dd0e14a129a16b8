import type { Agent } from 'node:http';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { getProxyForUrl } from 'proxy-from-env';

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * The proxy that the environment names for this address (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`,
 * in capitals or not); null: the way is straight, as it
 * always is on this computer itself. Throws when the setting is no address.
 */
export function proxyFor(url: string): URL | null {
  // A socket goes where a request would: `wss:` as `https:`.
  const asked = url.replace(/^ws/, 'http');
  if (loopback.test(new URL(asked).hostname)) return null;
  const proxy = getProxyForUrl(asked);
  return proxy === '' ? null : new URL(proxy);
}

/**
 * Carries a connection through the proxy as a tunnel (CONNECT), so that the proxy sees only where
 * it goes; undefined: no proxy.
 */
export function agentFor(url: string): Agent | undefined {
  const proxy = proxyFor(url);
  return proxy === null ? undefined : new HttpsProxyAgent(proxy);
}
