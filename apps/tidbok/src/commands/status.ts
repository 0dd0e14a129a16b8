import { practiceZone, statusJson } from '@tidbok/service/clinic';
import type { Command } from '../command.ts';
import { askHealth } from '../supervisor/part.ts';

/** What runs, and how the clinic stands with the site. */
export const status: Command = {
  words: 'status',
  summary: 'Shows what runs, and how the clinic stands with the site.',
  usage: '',
  options: {},
  run: async (operator) => {
    const { bookPort, sitePort, clientPort } = operator.settings;
    const ports = { book: bookPort, site: sitePort, 'online-client': clientPort };
    const parts = await Promise.all(
      Object.entries(ports).map(async ([name, port]) => {
        const health = await askHealth(port);
        const state = health === undefined ? 'stopped' : health.isWell ? 'ok' : 'unwell';
        return { name, port, state };
      }),
    );
    const clinic = await operator.clinic();
    const sync = await clinic.status();
    const lines = [
      ...parts.map(({ name, port, state }) => `${name.padEnd(14)} ${state} (port ${port})`),
      `paired         ${sync.paired ? 'yes' : 'no'}`,
      `connected      ${sync.connected ? 'yes' : 'no'}`,
      `waiting        ${sync.waitingOut} out, ${sync.waitingIn} in`,
      `needs a person ${sync.needsPerson.length}`,
    ];
    const told = statusJson(sync, await practiceZone(clinic));
    return { json: { parts, sync: told }, text: lines.join('\n') };
  },
};
