import { actsWithRestores, openWeek, perform, type Act } from '../../../sync/test/acts.ts';
import { at, catalog } from '../../../sync/test/practice.ts';
import { World } from '../../../sync/test/world.ts';
import type { ClinicWrite, SiteDecision } from '@tidbok/sync';

/** What one transaction of one side was to do, as the production deciders had it. */
export type Step =
  | { readonly side: 'clinic'; readonly writes: readonly ClinicWrite[] }
  | { readonly side: 'site'; readonly decision: SiteDecision };

/** Random acts at both ends and on the line, new beginnings among them. */
export const anyActs = actsWithRestores;

/** Every decision, in order, that these acts led to. */
export function decisionsOf(acts: readonly Act[]): Step[] {
  const steps: Step[] = [
    {
      side: 'clinic',
      writes: [{ type: 'append', entry: { type: 'CATALOG', catalog }, at: at(0, '08:00') }],
    },
  ];
  const world = openWeek(
    new World({
      name: 'listens',
      clinicWrites: (writes) => {
        steps.push({ side: 'clinic', writes });
        return [...writes];
      },
      siteDecision: (decision) => {
        steps.push({ side: 'site', decision });
        return decision;
      },
    }),
  );
  for (const act of acts) doOne(world, act);
  world.deliverAll();
  return steps;
}

/** A database is not put back here: a side only begins anew as if it had been. */
function doOne(world: World, act: Act): void {
  if (act.type === 'resync') world.beginResync('whole');
  else if (act.type === 'restore-clinic') world.restoreClinic(world.clinic);
  else if (act.type === 'restore-site') world.restoreSite(world.site);
  else perform(world, act);
}
