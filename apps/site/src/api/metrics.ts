import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export interface SiteMetrics {
  readonly registry: Registry;
  readonly calls: Histogram<'method' | 'route' | 'status'>;
  readonly bookings: Counter<'outcome'>;
}

const buckets = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

/** What Prometheus reads at `/metrics`: routes and codes, never who. */
export function siteMetrics(connectedClinics: () => number): SiteMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const connected: Gauge = new Gauge({
    name: 'tidbok_site_connected_clinics',
    help: 'Online Clients connected to this node',
    registers: [registry],
    collect: () => connected.set(connectedClinics()),
  });
  return {
    registry,
    calls: new Histogram({
      name: 'tidbok_site_call_seconds',
      help: 'Time to answer a call of the public API',
      labelNames: ['method', 'route', 'status'],
      buckets,
      registers: [registry],
    }),
    bookings: new Counter({
      name: 'tidbok_site_bookings_total',
      help: 'Booking attempts by what came of them: confirmed, preliminary or the refusal',
      labelNames: ['outcome'],
      registers: [registry],
    }),
  };
}
