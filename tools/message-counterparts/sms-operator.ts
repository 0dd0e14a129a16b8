import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { smsLength } from '@tidbok/core';

export interface TakenSms {
  readonly id: string;
  readonly form: Readonly<Record<string, string>>;
  status: 'created' | 'sent' | 'delivered' | 'failed';
}

export interface SmsOperator {
  readonly url: URL;
  readonly taken: TakenSms[];
  /** The ids that somebody has asked about, in order. */
  readonly asked: string[];
  /** What the next calls are answered with instead; `silence` hangs up after having taken it. */
  fault: number | 'silence' | null;
  readonly close: () => Promise<void>;
}

const account = { user: 'u0123', password: 'hemligt' };

/**
 * A counterpart of ours for the SMS operator, by its published facts (46elks.se/docs): `POST sms`,
 * a form under Basic authentication, answers the SMS as JSON; `GET sms/{id}` answers it later.
 */
export async function openSmsOperator(): Promise<SmsOperator> {
  const taken: TakenSms[] = [];
  const server = createServer((request, response) => {
    void answer(operator, request).then(({ status, body }) => {
      if (status === 0) {
        request.socket.destroy();
        return;
      }
      response.writeHead(status, { 'Content-Type': 'application/json' });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const operator: SmsOperator = {
    url: new URL(`http://127.0.0.1:${port}/a1`),
    taken,
    asked: [],
    fault: null,
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
  return operator;
}

interface Answer {
  readonly status: number;
  readonly body: object | string;
}

async function answer(operator: SmsOperator, request: IncomingMessage): Promise<Answer> {
  const key = Buffer.from(`${account.user}:${account.password}`).toString('base64');
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  if (request.headers.authorization !== `Basic ${key}`) return { status: 401, body: 'No access' };
  if (typeof operator.fault === 'number') return { status: operator.fault, body: 'Fault' };
  const path = request.url ?? '';
  if (request.method === 'GET') {
    const sms = operator.taken.find(({ id }) => path === `/a1/sms/${id}`);
    if (sms !== undefined) operator.asked.push(sms.id);
    return sms === undefined ? { status: 404, body: 'No such' } : { status: 200, body: view(sms) };
  }
  if (path !== '/a1/sms') return { status: 404, body: 'No such' };
  const form = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString('utf8')));
  const wrong = whatIsWrong(form);
  if (wrong !== null) return { status: 400, body: wrong };
  const sms: TakenSms = { id: `s${operator.taken.length + 1}`, form, status: 'created' };
  operator.taken.push(sms);
  return operator.fault === 'silence' ? { status: 0, body: '' } : { status: 200, body: view(sms) };
}

function whatIsWrong({ from = '', to = '', message = '' }: Record<string, string>): string | null {
  if (!/^\+[1-9]\d{6,14}$/.test(to)) return 'Invalid to-number';
  if (!/^(?=.*[a-z])[a-z0-9 ]{1,11}$/i.test(from)) return 'Invalid from';
  return message === '' ? 'Missing key message' : null;
}

function view({ id, form, status }: TakenSms): object {
  const { parts } = smsLength(form['message'] ?? '');
  return {
    id,
    status,
    direction: 'outgoing',
    from: form['from'],
    to: form['to'],
    cost: parts * 3500,
  };
}

/** What the operator lets in. */
export const smsAccount = (operator: SmsOperator) => ({ url: operator.url, ...account });
