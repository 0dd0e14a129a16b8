import { Agent, request } from 'node:http';

export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}

type Headers = Readonly<Record<string, string>>;

/** A client with connections that stay open; node:http itself, so that it costs little. */
export interface HttpClient {
  readonly get: (url: string) => Promise<HttpAnswer>;
  /** Sends JSON. */
  readonly post: (url: string, body: string, headers?: Headers) => Promise<HttpAnswer>;
  readonly close: () => void;
}

interface Sent {
  readonly method: string;
  readonly headers: Headers;
  readonly body?: string;
}

export const openHttpClient = (connections: number): HttpClient => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const send = (url: string, { method, headers, body }: Sent): Promise<HttpAnswer> =>
    new Promise((resolve, reject) => {
      const asked = request(url, { agent, method, headers }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() });
        });
      });
      asked.on('error', reject);
      asked.end(body);
    });
  return {
    get: (url) => send(url, { method: 'GET', headers: {} }),
    post: (url, body, given = {}) => {
      const length = String(Buffer.byteLength(body));
      const headers = { 'content-type': 'application/json', 'content-length': length, ...given };
      return send(url, { method: 'POST', headers, body });
    },
    close: () => {
      agent.destroy();
    },
  };
};
