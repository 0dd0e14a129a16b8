import { instant, type BookingId } from '@tidbok/core';
import type { StaffCancelReason, WayOut } from '@tidbok/service/clinic';
import { sheetPage } from '../pages/sheet-page.ts';
import { trayPage, type TrayFacts } from '../pages/tray-page.ts';
import type { Form } from './form.ts';
import { page, seeOther, type Reply } from './reply.ts';
import { namesOf, type Asked, type Route } from './routes.ts';

const reasons: readonly StaffCancelReason[] = ['clinic', 'patient', 'practitioner-absent'];

async function tray(asked: Asked): Promise<Reply> {
  return trayOf(asked, asked.url.searchParams.has('solved') ? 'solved' : null);
}

async function trayOf(asked: Asked, told: TrayFacts['told'], status = 200): Promise<Reply> {
  const { house, shown, zoneId } = asked;
  const cases = await house.clinic.tray(memberOf(asked));
  return page(trayPage(shown, { cases, zoneId, told, names: await namesOf(asked) }), status);
}

async function solve(asked: Asked): Promise<Reply> {
  const { house, id, form } = asked;
  const way = wayOf(form);
  if (way === null) return trayOf(asked, 'invalid', 422);
  const solved = await house.clinic.solveCase(memberOf(asked), id, way);
  return solved.ok ? seeOther('/tray?solved') : trayOf(asked, solved.refusal.code, 409);
}

/** null: not one of the ways out. */
function wayOf(form: Form): WayOut | null {
  const bookingId = form.text('bookingId') as BookingId;
  switch (form.text('way')) {
    case 'keep':
      return { type: 'keep' };
    case 'move': {
      const start = Number(form.text('start'));
      return Number.isSafeInteger(start) && start > 0
        ? { type: 'move', bookingId, start: instant(start) }
        : null;
    }
    case 'cancel': {
      const reason = reasons.find((each) => each === form.text('reason'));
      const note = form.text('note');
      return reason === undefined ? null : { type: 'cancel', bookingId, reason, note };
    }
    default:
      return null;
  }
}

async function sheet(asked: Asked): Promise<Reply> {
  const { house, shown, url, zoneId } = asked;
  const made = await house.clinic.daySheet(memberOf(asked));
  if (!made.ok) return seeOther('/');
  const names = await namesOf(asked);
  const marked = url.searchParams.has('marked');
  return page(sheetPage(shown, { sheet: made.value, zoneId, names, marked }));
}

async function markSeen(asked: Asked): Promise<Reply> {
  const ids = asked.form.all('bookingId').filter((id) => /^[0-9a-f-]{36}$/i.test(id));
  await asked.house.clinic.markSeen(memberOf(asked), ids as BookingId[]);
  return seeOther('/day-sheet?marked');
}

function memberOf({ visitor }: Asked) {
  if (visitor.member === null) throw new Error('Only staff come here.');
  return visitor.member;
}

export const trayRoutes: readonly Route[] = [
  { method: 'GET', path: '/tray', admits: 'staff', answer: tray },
  { method: 'POST', path: '/tray/{id}', admits: 'staff', answer: solve },
  { method: 'GET', path: '/day-sheet', admits: 'staff', answer: sheet },
  { method: 'POST', path: '/day-sheet', admits: 'staff', answer: markSeen },
];
