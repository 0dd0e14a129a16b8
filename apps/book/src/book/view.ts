import { addDays, isLocalDate, mondayOf, type LocalDate } from '@tidbok/core';

export const VIEWS = ['day', 'workWeek', 'week', 'twoWeeks'] as const;
export type View = (typeof VIEWS)[number];

const DAYS_SHOWN = { day: 1, workWeek: 5, week: 7, twoWeeks: 14 } as const;

/** What the address says the book shows. Empty `resourceIds`: all of the clinic. */
export interface Shown {
  readonly clinicId: string;
  readonly date: LocalDate;
  readonly view: View;
  readonly resourceIds: readonly string[];
}

export interface Dates {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

export function datesShown({ date, view }: Pick<Shown, 'date' | 'view'>): Dates {
  const from = view === 'day' ? date : mondayOf(date);
  return { from, to: addDays(from, DAYS_SHOWN[view] - 1) };
}

const STEP_DAYS = { day: 1, workWeek: 7, week: 7, twoWeeks: 14 } as const;

/** The same view, one step back or on: a day, a week, or two. */
export function stepped(shown: Shown, direction: -1 | 1): LocalDate {
  return addDays(shown.date, direction * STEP_DAYS[shown.view]);
}

function isView(value: string | null): value is View {
  return VIEWS.some((view) => view === value);
}

/** Reads the address; what it leaves out or has wrong becomes the usual. */
export function readShown(
  search: Pick<URLSearchParams, 'get'>,
  usual: { readonly clinicId: string; readonly today: LocalDate },
): Shown {
  const date = search.get('date') ?? '';
  const view = search.get('view');
  return {
    clinicId: search.get('clinic') ?? usual.clinicId,
    date: isLocalDate(date) ? date : usual.today,
    view: isView(view) ? view : 'day',
    resourceIds: (search.get('resources') ?? '').split(',').filter((id) => id !== ''),
  };
}

/** The address of a view of the book. */
export function hrefOf({ clinicId, date, view, resourceIds }: Shown): string {
  const search = new URLSearchParams({ clinic: clinicId, date, view });
  if (resourceIds.length > 0) search.set('resources', resourceIds.join(','));
  return `/?${search.toString()}`;
}

/** The printable list of a day: of one chair when one is shown, else of all that are. */
export function printHrefOf({ clinicId, date, resourceIds }: Shown): string {
  const search = new URLSearchParams({ clinic: clinicId, date });
  if (resourceIds.length > 0) search.set('resources', resourceIds.join(','));
  return `/dagslista?${search.toString()}`;
}
