import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What the book tells Prometheus. */
export function bookMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'tidbok_book_' });
  const requests = new Histogram({
    name: 'tidbok_book_request_seconds',
    help: 'Time to answer a call of the staff API.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 4],
    registers: [registry],
  });
  const listeners = new Gauge({
    name: 'tidbok_book_listeners',
    help: 'Open pages that listen for changes.',
    registers: [registry],
  });
  return { registry, requests, listeners };
}

export type BookMetrics = ReturnType<typeof bookMetrics>;
