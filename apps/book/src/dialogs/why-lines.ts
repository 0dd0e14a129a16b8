import type { OfferedTime } from '../calls/book-shapes.ts';

/** Times of one template that share their state and the rule behind it. */
export interface WhyLine {
  readonly key: string;
  readonly templateId: string | null;
  readonly state: OfferedTime['state'];
  readonly rule: string | null;
  /** Starts, ascending. */
  readonly starts: readonly number[];
}

const ORDER = { free: 0, preliminary: 1, sold: 2, hidden: 3 } as const;

/** The times that touch an interval, gathered by template, state and rule; what is free first. */
export function whyLines(
  times: readonly OfferedTime[],
  during: { readonly from: number; readonly to: number },
): readonly WhyLine[] {
  const touching = times.filter(({ start, end }) => start < during.to && end > during.from);
  const groups = Map.groupBy(
    touching,
    ({ templateId, state, rule }) => `${templateId ?? ''} ${state} ${rule ?? ''}`,
  );
  const lines = [...groups].flatMap(([key, [first, ...rest]]): WhyLine[] => {
    if (first === undefined) return [];
    const starts = [first, ...rest].map(({ start }) => start).sort((a, b) => a - b);
    const { templateId, state, rule } = first;
    return [{ key, templateId, state, rule, starts: [...new Set(starts)] }];
  });
  return lines.sort((a, b) => ORDER[a.state] - ORDER[b.state]);
}
