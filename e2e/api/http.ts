/** What came back: the parsed JSON, or undefined when there was none. */
export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

export interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, unless it is text or bytes already. */
  readonly body?: unknown;
  /** How long the answer may take, milliseconds. */
  readonly withinMs?: number;
}

const encoded = (body: unknown): string | Uint8Array<ArrayBuffer> =>
  typeof body === 'string' || body instanceof Uint8Array
    ? (body as string | Uint8Array<ArrayBuffer>)
    : JSON.stringify(body);

const TIMEOUT_MS = 30_000;

export const ask = async <T>(url: string, asked: Ask = {}): Promise<Answer<T>> => {
  const { method = 'GET', headers = {}, body, withinMs = TIMEOUT_MS } = asked;
  const answer = await fetch(url, {
    method,
    headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: encoded(body) }),
    redirect: 'manual',
    signal: AbortSignal.timeout(withinMs),
  });
  const text = await answer.text();
  const isJson = text.startsWith('{') || text.startsWith('[');
  const parsed = (isJson ? JSON.parse(text) : undefined) as T;
  return { status: answer.status, headers: answer.headers, body: parsed };
};

/** RFC 9457. */
export interface Problem {
  readonly type?: string;
  readonly title: string;
  readonly code: string;
  readonly detail?: string;
  readonly overridable?: boolean;
  readonly nearest?: readonly { readonly start: string; readonly resourceId: string }[];
  readonly fields?: readonly { readonly field: string; readonly reason: string }[];
}

/** The answer's body where this status was expected; else what came is in the message. */
export const expecting = <T>(status: number, { status: got, body }: Answer<T>): T => {
  if (got !== status) {
    throw new Error(`expected ${String(status)}, got ${String(got)}: ${JSON.stringify(body)}`);
  }
  return body;
};
