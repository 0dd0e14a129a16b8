import type { ClientStatus, Clinic } from '@tidbok/service/clinic';
import { Gauge, Registry } from 'prom-client';

/** What a monitor reads. */
export function metricsOf(clinic: Clinic): Registry {
  const registry = new Registry();
  const gauge = (name: string, help: string, read: (status: ClientStatus) => number): void => {
    const made = new Gauge({
      name: `tidbok_client_${name}`,
      help,
      registers: [registry],
      collect: async () => {
        made.set(read(await clinic.status()));
      },
    });
  };
  gauge('connected', '1 while connected to the site', ({ connected }) => Number(connected));
  gauge('waiting_out', 'Own records that the site has not yet applied', (each) => each.waitingOut);
  gauge('waiting_in', 'Records of the site not yet applied', (each) => each.waitingIn);
  gauge('needs_person', 'Cases that wait for a person', (each) => each.needsPerson.length);
  return registry;
}
