import type { ClinicContext } from './context.ts';
import { alarm, daySheet, seeBookings, timeKind } from './day-sheet.ts';
import { logo, saveLogo, saveSiteColour } from './logos.ts';
import { solveCase, tray } from './tray.ts';
import type { Tray } from './views/tray.ts';

export function trayOf(context: ClinicContext): Tray {
  return {
    tray: (by) => tray(context, by),
    solveCase: (by, id, way) => solveCase(context, by, { id, way }),
    daySheet: (by) => daySheet(context, by),
    markSeen: (by, bookingIds) => seeBookings(context, by, bookingIds),
    alarm: () => alarm(context),
    timeKind: (query) => timeKind(context, query),
    logo: (clinicId) => logo(context, clinicId),
    saveLogo: (_by, clinicId, chosen) => saveLogo(context, clinicId, chosen),
    saveSiteColour: (_by, clinicId, colour) => saveSiteColour(context, clinicId, colour),
  };
}
