import { lookup } from 'node:dns/promises';
import { connect as connectSecurely, type PeerCertificate } from 'node:tls';
import { openLongPoll } from './long-poll.ts';
import { postJson, type JsonAnswer } from './post-json.ts';
import { agentFor, proxyFor } from './proxy.ts';
import type { SiteSocket, SocketEvents } from './site-socket.ts';
import { openWebSocket } from './web-socket.ts';

/** A stretch of the way from this computer to the site. */
export type WayCheck = 'proxy' | 'dns' | 'tls' | 'site' | 'clock' | 'websocket' | 'long-poll';

/** `about` holds numbers and names for the sentence: hosts, codes, days; never a secret. */
export interface WayFinding {
  readonly check: WayCheck;
  readonly result: 'ok' | 'warn' | 'fail';
  readonly code: string;
  readonly about: Readonly<Record<string, string | number>>;
}

const patienceMs = 10_000;
const certificateWarnDays = 14;
const clockWarnMs = 10_000;
const clockFailMs = 60_000;
const dayMs = 86_400_000;

/**
 * Walks the whole way to the site and changes nothing: proxy, name, certificate, answer and round
 * trip, clocks, WebSocket, long-poll. `now` in milliseconds: this computer's clock.
 */
export async function checkWay(siteUrl: string, now: () => number): Promise<WayFinding[]> {
  const url = new URL(siteUrl);
  const proxy = readProxy(siteUrl);
  const [name, certificate, answered, webSocket, longPoll] = await Promise.all([
    checkName((proxy.url ?? url).hostname),
    checkCertificate(url, proxy.url !== null),
    checkAnswer(url, now),
    checkCarrier('websocket', (events) => openWebSocket(siteUrl, events)),
    checkCarrier('long-poll', (events) => openLongPoll(siteUrl, events)),
  ]);
  const carried = webSocket.result !== 'ok' && longPoll.result === 'ok';
  return [
    proxy.finding,
    name,
    certificate,
    ...answered,
    carried ? { ...webSocket, result: 'warn' } : webSocket,
    longPoll,
  ];
}

function readProxy(siteUrl: string): { readonly url: URL | null; readonly finding: WayFinding } {
  const check = 'proxy';
  try {
    const url = proxyFor(siteUrl);
    const finding: WayFinding =
      url === null
        ? { check, result: 'ok', code: 'no-proxy', about: {} }
        : { check, result: 'ok', code: 'through-proxy', about: { host: url.host } };
    return { url, finding };
  } catch {
    return { url: null, finding: { check, result: 'fail', code: 'proxy-misread', about: {} } };
  }
}

async function checkName(host: string): Promise<WayFinding> {
  const check = 'dns';
  const plain = host.replace(/^\[|\]$/g, '');
  try {
    const { address } = await lookup(plain);
    return { check, result: 'ok', code: 'name-found', about: { host, address } };
  } catch (error) {
    return { check, result: 'fail', code: 'name-unknown', about: { host, error: codeOf(error) } };
  }
}

/** Behind a proxy the certificate is judged by the connection itself: `checkAnswer` tells. */
async function checkCertificate(url: URL, isProxied: boolean): Promise<WayFinding> {
  const check = 'tls';
  const isLocal = /^(localhost|127\.|\[::1\])/.test(url.hostname);
  if (url.protocol !== 'https:') {
    const result = isLocal ? 'ok' : 'fail';
    return { check, result, code: isLocal ? 'tls-local' : 'tls-missing', about: {} };
  }
  if (isProxied) return { check, result: 'ok', code: 'tls-by-proxy', about: {} };
  try {
    const validTo = Date.parse((await certificateOf(url)).valid_to);
    const days = Math.floor((validTo - Date.now()) / dayMs);
    const result = days < certificateWarnDays ? 'warn' : 'ok';
    return { check, result, code: result === 'ok' ? 'tls-good' : 'tls-ends-soon', about: { days } };
  } catch (error) {
    return { check, result: 'fail', code: 'tls-bad', about: { error: codeOf(error) } };
  }
}

function certificateOf(url: URL): Promise<PeerCertificate> {
  return new Promise((resolve, reject) => {
    const host = url.hostname;
    const options = { host, port: Number(url.port || 443), servername: host, timeout: patienceMs };
    const socket = connectSecurely(options, () => {
      resolve(socket.getPeerCertificate());
      socket.end();
    });
    socket.once('timeout', () => socket.destroy(new Error('timeout')));
    socket.once('error', reject);
  });
}

/** The site's own answer, the time it takes, and its clock beside this one. */
async function checkAnswer(url: URL, now: () => number): Promise<WayFinding[]> {
  const asked = new URL('/sync', url);
  const started = performance.now();
  const sentAt = now();
  let answer: JsonAnswer;
  try {
    // A body that opens nothing: the site says so, and that is an answer.
    const options = { agent: agentFor(asked.href), timeoutMs: patienceMs };
    answer = await postJson(asked, {}, options);
  } catch (error) {
    const about = { host: url.host, error: codeOf(error) };
    return [{ check: 'site', result: 'fail', code: 'site-not-reached', about }];
  }
  const ms = Math.round(performance.now() - started);
  const isSite = answer.status === 422;
  const site: WayFinding = isSite
    ? { check: 'site', result: 'ok', code: 'site-answers', about: { ms } }
    : { check: 'site', result: 'fail', code: 'not-the-site', about: { status: answer.status } };
  if (!isSite || answer.at === null) return [site];
  // The header has whole seconds: half a second and half the way belong to the measure.
  return [site, judgeClock(answer.at + 500 - (sentAt + ms / 2))];
}

function judgeClock(aheadMs: number): WayFinding {
  const off = Math.abs(aheadMs);
  const result = off >= clockFailMs ? 'fail' : off >= clockWarnMs ? 'warn' : 'ok';
  const about = { seconds: Math.round(aheadMs / 1000) };
  return { check: 'clock', result, code: result === 'ok' ? 'clock-agrees' : 'clock-off', about };
}

function checkCarrier(
  check: 'websocket' | 'long-poll',
  open: (events: SocketEvents) => SiteSocket,
): Promise<WayFinding> {
  return new Promise((resolve) => {
    const started = performance.now();
    const timer = setTimeout(() => end('silent'), patienceMs);
    const end = (error: string): void => {
      clearTimeout(timer);
      socket.close();
      resolve({ check, result: 'fail', code: 'carrier-broken', about: { error } });
    };
    const socket = open({
      onText: () => {
        clearTimeout(timer);
        socket.close();
        const ms = Math.round(performance.now() - started);
        resolve({ check, result: 'ok', code: 'carrier-works', about: { ms } });
      },
      onClosed: end,
    });
  });
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code);
  return error instanceof Error ? error.message : String(error);
}
