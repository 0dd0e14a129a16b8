import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clinic } from '@tidbok/service/clinic';

const heartbeatMs = 15_000;
const retryMs = 1_000;

/**
 * `GET /api/v1/events`: each commit as it happens, by its kind, with the days and ids it touched.
 * `Last-Event-ID` continues after what a page has seen; one that cannot be read starts afresh.
 */
export async function serveEvents(
  { clinic, stopping }: { readonly clinic: Clinic; readonly stopping: AbortSignal },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const signal = AbortSignal.any([gone.signal, stopping]);
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  response.write(`retry: ${retryMs}\n\n`);
  const heartbeat = setInterval(() => response.write(': here\n\n'), heartbeatMs);
  try {
    const after = lastSeen(request);
    for await (const change of clinic.changes({ after, signal })) {
      const { revision, kind, ...about } = change;
      const data = JSON.stringify({ kind, ...about });
      response.write(`id: ${revision}\nevent: ${kind}\ndata: ${data}\n\n`);
    }
  } finally {
    clearInterval(heartbeat);
    response.end();
  }
}

function lastSeen(request: IncomingMessage): number | null {
  const header = request.headers['last-event-id'];
  return typeof header === 'string' && /^\d{1,15}$/.test(header) ? Number(header) : null;
}
