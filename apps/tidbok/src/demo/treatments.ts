import type { BookingTemplate, BookText, ResourcePattern, TreatmentCategory } from '@tidbok/core';
import type { NamedIds } from './seeded.ts';

/** The manual's nine (B3): name, code sign, colour (readable on white, and white on it). */
const CATEGORIES = [
  ['US/Röntgen', 'U', '#1a6fb5'],
  ['Profylax', 'P', '#047d72'],
  ['Konserverande', 'K', '#a34a0a'],
  ['Blekning', 'B', '#7a6400'],
  ['Protetik', 'T', '#75502e'],
  ['Endodonti', 'E', '#8a2a66'],
  ['Parodontologi', 'D', '#3f6b1f'],
  ['Implantat', 'I', '#5b3fa8'],
  ['Kirurgi', 'R', '#a4232a'],
] as const;

export type CategoryName = (typeof CATEGORIES)[number][0];

export const demoCategories = (id: NamedIds): TreatmentCategory[] =>
  CATEGORIES.map(([name, sign, colour]) => ({ id: id(`category/${name}`), name, sign, colour }));

/** `b` book, `r` recall, `o` online, `m` rebook, `a` cancel online, `k` card, `n` next recall. */
interface TemplateRow {
  readonly key: string;
  readonly name: string;
  readonly minutes: number;
  readonly category: CategoryName;
  readonly flags: string;
  readonly text: string;
  readonly amount: number;
  /** Team booking (T4) in units of ten minutes. */
  readonly pattern?: string;
}

const ROWS: readonly TemplateRow[] = [
  row('us', 'Undersökning', 30, 'US/Röntgen', 'bomak', 'US e-tid', 1020),
  row('us-ny', 'Undersökning, ny patient', 45, 'US/Röntgen', 'bomak', 'US ny pat, hälsodekl', 1260),
  row('akut', 'Akutbesök, värk eller skada', 20, 'Konserverande', 'boa', 'Akut: värk/skada', 510),
  row('profylax', 'Profylax hos tandhygienist', 40, 'Profylax', 'bomak', 'Profylax e-tid', 890),
  row('dep-puts', 'Tandstensrengöring och puts', 50, 'Profylax', 'bomak', 'Dep+Puts/Pol', 1090),
  row('rev-us', 'Revisionsundersökning', 30, 'US/Röntgen', 'bromakn', 'Rev us', 1020),
  row('rev-barn', 'Rev us barn', 20, 'US/Röntgen', 'brkn', 'Rev us barn', 0),
  row('kontroll', 'Kontroll', 20, 'US/Röntgen', 'b', 'Koll', 430),
  row('blekning', 'Tandblekning, konsultation', 30, 'Blekning', 'boma', 'Blekning kons', 650),
  row('dep', 'Depuration', 60, 'Parodontologi', 'brk', 'Dep', 1290),
  row('laga', 'Lagning komposit', 40, 'Konserverande', 'bk', 'Lagn Comp', 1480),
  row('laga-stor', 'Lagning komposit, flera ytor', 60, 'Konserverande', 'bk', 'Lagn Comp fl', 2110),
  row('temp', 'Temporär fyllning', 20, 'Konserverande', 'b', 'Temp fylln', 720),
  row('rotfyll', 'Rotfyllning', 90, 'Endodonti', 'bk', 'Rotfylln', 5390),
  row('rens', 'Rensning', 60, 'Endodonti', 'bk', 'Rens', 3380),
  row('prep', 'Prep krona', 90, 'Protetik', 'bk', 'Prep+avtr f krona', 7240, '//////s.s'),
  row('cem', 'Cem krona', 30, 'Protetik', 'bk', 'Cem krona', 1150),
  row('prep-bro', 'Prep bro', 120, 'Protetik', 'bk', 'Prep+avtr f bro', 14600, '..//////ss//'),
  row('extr', 'Extraktion', 40, 'Kirurgi', 'bk', 'Extr', 1350),
  row('implantat', 'Implantat steg 2', 80, 'Implantat', 'bk', 'Implantat steg 2', 9800, 'r.//////'),
];

function row(
  ...[key, name, minutes, category, flags, text, amount, pattern]: [
    key: string,
    name: string,
    minutes: number,
    category: CategoryName,
    flags: string,
    text: string,
    amount: number,
    pattern?: string,
  ]
): TemplateRow {
  const base = { key, name, minutes, category, flags, text, amount };
  return pattern === undefined ? base : { ...base, pattern };
}

const resourcePattern = (signs: string | undefined): ResourcePattern | null =>
  signs === undefined ? null : { unitMinutes: 10, signs };

export const demoTemplates = (id: NamedIds): BookingTemplate[] =>
  ROWS.map(({ key, name, minutes, category, flags, text, amount, pattern }) => ({
    id: id(`template/${key}`),
    name,
    minutes,
    categoryId: id(`category/${category}`),
    useInBook: flags.includes('b'),
    useInRecall: flags.includes('r'),
    useOnline: flags.includes('o'),
    rebookable: flags.includes('m'),
    cancellable: flags.includes('a'),
    bookText: text,
    summonsCard: flags.includes('k'),
    moveNextRecall: flags.includes('n'),
    expectedAmount: amount,
    resourcePattern: resourcePattern(pattern),
    retired: false,
  }));

/** In the order of `demoTemplates`. */
export const templateKeys = (): string[] => ROWS.map(({ key }) => key);

/** The manual's register of standard texts (T3), with what each of them fills in. */
const BOOK_TEXTS = [
  ['US', 'Undersökning'],
  ['Rev us', 'Revisionsundersökning'],
  ['US Ny pat', 'Undersökning ny patient, hälsodeklaration'],
  ['Akut', 'Akut'],
  ['Besvär', 'Besvär från'],
  ['Värk', 'Värk sedan'],
  ['OPG', 'OPG'],
  ['Apikalrtg', 'Apikalröntgen'],
  ['HS-Rtg', 'Helstatus röntgen'],
  ['Dep+Puts/Pol', 'Depuration, puts och polering'],
  ['Prep+avtr f bro', 'Preparation och avtryck för bro'],
  ['Prep+avtr f krona', 'Preparation och avtryck för krona'],
  ['Cem bro', 'Cementering bro'],
  ['Cem krona', 'Cementering krona'],
  ['Lagn Comp', 'Lagning komposit tand'],
  ['Temp fylln', 'Temporär fyllning tand'],
  ['Rens', 'Rensning tand'],
  ['Rotfylln', 'Rotfyllning tand'],
  ['Rens+Rotfylln', 'Rensning och rotfyllning tand'],
  ['Extr', 'Extraktion tand'],
  ['Koll', 'Kontroll'],
  ['Koll Sårläkn', 'Kontroll sårläkning'],
  ['Sut ut', 'Suturtagning'],
] as const;

export const demoBookTexts = (id: NamedIds): BookText[] =>
  BOOK_TEXTS.map(([name, text]) => ({ id: id(`book-text/${name}`), name, text }));
