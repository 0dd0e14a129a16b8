import { valueOf } from '../command.ts';
import { loadDemoPractice } from '../demo-practice.ts';
import { bringUpToDate, openOperator } from '../operator.ts';
import type { Settings } from '../settings.ts';
import { planParts } from './parts.ts';
import type { Chores } from './supervise.ts';

/** What a start of Tidbok does, each thing again at no cost. */
export function choresOf(settings: Settings): Chores {
  return {
    prepare: async ({ clinic, site }) => {
      await Promise.all([bringUpToDate('clinic', clinic.url), bringUpToDate('site', site.url)]);
      if (!settings.loadsDemo) return;
      const operator = openOperator({ ...settings, bookDatabaseUrl: clinic.url });
      try {
        valueOf(await loadDemoPractice(await operator.clinic()));
      } finally {
        await operator.close();
      }
    },
    plan: (databases) => planParts(settings, databases),
    pair: () => Promise.resolve(),
  };
}
