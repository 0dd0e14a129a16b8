import type { ServerResponse } from 'node:http';
import type { Html } from '@tidbok/ui/html';

export interface Reply {
  readonly status: number;
  readonly type?: string;
  readonly body?: string | Buffer;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
}

export function page(content: Html, status = 200): Reply {
  return { status, type: 'text/html; charset=utf-8', body: content.text };
}

/** After a form: the browser asks for the page anew, so that a reload sends nothing twice. */
export function seeOther(path: string, cookies: readonly string[] = []): Reply {
  const headers = cookies.length === 0 ? {} : { 'set-cookie': cookies };
  return { status: 303, headers: { location: path, ...headers } };
}

export function json(status: number, content: object): Reply {
  return { status, type: 'application/json', body: JSON.stringify(content) };
}

/** RFC 9457, with a stable kebab-case code. */
export function problem(status: number, code: string, detail: string): Reply {
  const body = JSON.stringify({ type: 'about:blank', status, code, detail });
  return { status, type: 'application/problem+json', body };
}

const always = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; " +
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
};

export function send(response: ServerResponse, reply: Reply): void {
  const type = reply.type === undefined ? {} : { 'content-type': reply.type };
  const headers = { ...always, ...type, ...reply.headers };
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.writeHead(reply.status);
  response.end(reply.body);
}
