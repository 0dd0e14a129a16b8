import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certificates } from './certificates.ts';

export { makeCertificates, type Certificates } from './certificates.ts';

/** What the person does in the app. */
export type AppState =
  | { readonly status: 'pending' | 'failed'; readonly hintCode: string }
  | { readonly status: 'complete'; readonly personalNumber: string; readonly risk?: string };

interface Order {
  readonly orderRef: string;
  readonly autoStartToken: string;
  readonly qrStartToken: string;
  readonly qrStartSecret: string;
  readonly asked: Readonly<Record<string, unknown>>;
  state: AppState;
  collects: number;
}

export interface Counterpart {
  readonly url: string;
  /** Newest last. */
  readonly orders: Order[];
  readonly cancelled: string[];
  /** The next `auth` answers this error instead. */
  refuse: string | null;
  readonly close: () => Promise<void>;
}

/**
 * BankID's end of the Relying Party API, version 6, after its public description: mutual TLS, POST
 * of exactly `application/json`, `auth`, `collect`, `cancel`, their errors. What happens in the app
 * is set by the test.
 */
export async function openCounterpart({ ca, server }: Certificates): Promise<Counterpart> {
  const orders: Order[] = [];
  const cancelled: string[] = [];
  const shared = { orders, cancelled, refuse: null as string | null };
  const https: Server = createServer(
    { ...server, ca, requestCert: true, rejectUnauthorized: true },
    (request, response) => {
      void answer(shared, request).then(({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(body));
      });
    },
  );
  await new Promise<void>((done) => https.listen(0, '127.0.0.1', done));
  const { port } = https.address() as AddressInfo;
  return Object.assign(shared, {
    url: `https://localhost:${port}/rp/v6.0/`,
    close: () =>
      new Promise<void>((done) => {
        https.close(() => done());
        https.closeAllConnections();
      }),
  });
}

type Shared = Pick<Counterpart, 'orders' | 'cancelled' | 'refuse'>;

async function answer(shared: Shared, request: IncomingMessage) {
  if (request.method !== 'POST') return failure(405, 'methodNotAllowed');
  if (request.headers['content-type'] !== 'application/json') {
    return failure(415, 'unsupportedMediaType');
  }
  let text = '';
  for await (const part of request) text += String(part);
  const body = JSON.parse(text) as Record<string, unknown>;
  switch (request.url) {
    case '/rp/v6.0/auth':
      return auth(shared, body);
    case '/rp/v6.0/collect':
      return collect(shared, body);
    case '/rp/v6.0/cancel':
      return cancel(shared, body);
    default:
      return failure(404, 'notFound');
  }
}

function auth(shared: Shared, asked: Record<string, unknown>) {
  if (shared.refuse !== null) return failure(400, shared.refuse);
  if (typeof asked['endUserIp'] !== 'string') return failure(400, 'invalidParameters');
  const order: Order = {
    orderRef: randomUUID(),
    autoStartToken: randomUUID(),
    qrStartToken: randomUUID(),
    qrStartSecret: randomBytes(16).toString('hex'),
    asked,
    state: { status: 'pending', hintCode: 'outstandingTransaction' },
    collects: 0,
  };
  shared.orders.push(order);
  const { orderRef, autoStartToken, qrStartToken, qrStartSecret } = order;
  return { status: 200, body: { orderRef, autoStartToken, qrStartToken, qrStartSecret } };
}

function collect({ orders, cancelled }: Shared, { orderRef }: Record<string, unknown>) {
  const order = orders.find((each) => each.orderRef === orderRef);
  if (order === undefined || cancelled.includes(order.orderRef)) {
    return failure(400, 'invalidParameters');
  }
  order.collects += 1;
  const { state } = order;
  if (state.status !== 'complete') return { status: 200, body: { orderRef, ...state } };
  const { personalNumber, risk = 'low' } = state;
  const user = { personalNumber, name: 'Prov Ek', givenName: 'Prov', surname: 'Ek' };
  const completionData = { user, device: { ipAddress: '127.0.0.1' }, risk };
  return { status: 200, body: { orderRef, status: 'complete', completionData } };
}

function cancel({ orders, cancelled }: Shared, { orderRef }: Record<string, unknown>) {
  const order = orders.find((each) => each.orderRef === orderRef);
  if (order === undefined) return failure(400, 'invalidParameters');
  cancelled.push(order.orderRef);
  return { status: 200, body: {} };
}

function failure(status: number, errorCode: string) {
  return { status, body: { errorCode, details: 'as told' } };
}
