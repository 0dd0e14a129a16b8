/** One line of the table: what was measured, beside what it is held against. */
export interface Figure {
  readonly workload: string;
  readonly what: string;
  readonly value: number;
  readonly unit: 'ms' | '/s' | '×' | '' | '%' | 'kB';
  /** What was measured beside it in the same run, in words. */
  readonly beside?: string;
  readonly target?: Target;
}

export interface Target {
  readonly words: string;
  readonly isMet: boolean;
}

export const atMost = (limit: number, value: number, unit = ''): Target => ({
  words: `≤ ${String(limit)}${unit}`,
  isMet: value <= limit,
});

export const atLeast = (limit: number, value: number, unit = ''): Target => ({
  words: `≥ ${String(limit)}${unit}`,
  isMet: value >= limit,
});

export const inWords = (value: number): string => {
  if (!Number.isFinite(value)) return 'none';
  if (Number.isInteger(value)) return String(value);
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 0.1 ? 2 : 4;
  return value.toFixed(digits);
};

const verdict = (target: Target | undefined): string => {
  if (target === undefined) return '';
  return `${target.words} ${target.isMet ? '✓' : '✗'}`;
};

const cells = (figure: Figure): string[] => [
  figure.workload,
  figure.what,
  `${inWords(figure.value)} ${figure.unit}`.trim(),
  figure.beside ?? '',
  verdict(figure.target),
];

/** A table that reads as text and as Markdown. */
export const tableOf = (figures: readonly Figure[]): string => {
  const rows = [
    ['workload', 'what', 'figure', 'beside it, same run', 'target'],
    ...figures.map(cells),
  ];
  const widths = [0, 1, 2, 3, 4].map((column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(head), rule, ...body.map(line)].join('\n');
};
