import type { PatientField } from '@tidbok/text';

/** One thing that people type, and what they would expect to become of it. */
export interface TypedInput {
  readonly field: PatientField;
  readonly text: string;
  /** As it is understood, or the reason why not. */
  readonly means: string | { readonly refused: string };
}

const wrong = { refused: 'wrong-shape' } as const;
const long = { refused: 'too-long' } as const;

const of =
  (field: PatientField) =>
  ([text, means]: readonly [string, TypedInput['means']]): TypedInput => ({ field, text, means });

const names = (
  [
    ['محمد', 'محمد'],
    ['محمد الأمين', 'محمد الأمين'],
    ['\u200Fמרים\u200E', 'מרים'],
    ['علی‌رضا', 'علی‌رضا'],
    ['王小明', '王小明'],
    ['สมชาย', 'สมชาย'],
    ['Nguyễn Thị Ánh', 'Nguyễn Thị Ánh'],
    ['İbrahim', 'İbrahim'],
    ['Þórdís', 'Þórdís'],
    ['A\u030Asa', 'Åsa'],
    ['Anna\u00A0Lena', 'Anna Lena'],
    ['Anna\tLena\n', 'Anna Lena'],
    ['  Anna   Lena ', 'Anna Lena'],
    ['Anna\u200BLena', 'AnnaLena'],
    ['Anna-Lena', 'Anna-Lena'],
    ['Anna – Lena', 'Anna – Lena'],
    ['O´Brien', 'O’Brien'],
    ["D'Arcy", "D'Arcy"],
    ['J. R.', 'J. R.'],
    ['Null', 'Null'],
    ['Å', 'Å'],
    ['a'.repeat(100), 'a'.repeat(100)],
    ['a'.repeat(101), long],
    ['Ö'.repeat(300), long],
    ['😀', wrong],
    ['Anna 😀', wrong],
    ['Anna 2', wrong],
    ['<b>Anna</b>', wrong],
    ['Anna; drop table', wrong],
    ['Anna, Lena', wrong],
    ['-', wrong],
    ["'", wrong],
    [`A${'\u0301'.repeat(40)}`, wrong],
    ['Anna\u0000', wrong],
    [' \u00A0\u200B ', { refused: 'required' }],
  ] as const
).map(of('givenName'));

const numbers = (
  [
    ['19280128-7075', '192801287075'],
    ['192801287075', '192801287075'],
    ['1928 01 28 – 70 75', '192801287075'],
    ['19280128−7075', '192801287075'],
    ['\u00A019280128-7075\r\n', '192801287075'],
    ['١٩٢٨٠١٢٨-٧٠٧٥', '192801287075'],
    ['１９２８０１２８－７０７５', '192801287075'],
    ['19280128-7076', { refused: 'wrong-check-digit' }],
    ['19280230-7075', { refused: 'impossible-date' }],
    ['17280128-7075', { refused: 'too-old' }],
    ['280128-7075', wrong],
    ['19280128+7075', wrong],
    ['19280128-707', wrong],
    ['1928-01-28-7075', wrong],
    ['19280128-70751', wrong],
    ['19280128-70O5', wrong],
    ['personnummer', wrong],
    ['😀'.repeat(6), wrong],
  ] as const
).map(of('personalIdentityNumber'));

const emails = (
  [
    [' Namn@Exempel.SE ', 'Namn@Exempel.SE'],
    ['åsa@exempel.se', 'åsa@exempel.se'],
    ['namn@tandläkare.se', 'namn@tandläkare.se'],
    ['namn+tand@post.exempel.se', 'namn+tand@post.exempel.se'],
    ['namn@exempel.se\u200B', 'namn@exempel.se'],
    ['namn@exempel', wrong],
    ['namn@@exempel.se', wrong],
    ['namn@exempel..se', wrong],
    ['namn.@exempel.se', wrong],
    ['.namn@exempel.se', wrong],
    ['namn@-exempel.se', wrong],
    ['namn @exempel.se', wrong],
    ['😀@exempel.se', wrong],
    ['namn(at)exempel.se', wrong],
    ['mailto:namn@exempel.se', wrong],
    ['Namn <namn@exempel.se>', wrong],
    ['namn@exempel.se, annan@exempel.se', wrong],
    [`${'n'.repeat(65)}@exempel.se`, wrong],
    [`namn@${'e'.repeat(300)}.se`, long],
  ] as const
).map(of('email'));

const phones = (
  [
    ['070-174 06 05', '0701740605'],
    ['070.174.06.05', '0701740605'],
    ['070/1740605', '0701740605'],
    ['070‑174 06 05', '0701740605'],
    ['+46 70 174 06 05', '+46701740605'],
    ['0046701740605', '+46701740605'],
    ['+46 (0)70-174 06 05', '+46701740605'],
    ['+47 912 34 567', '+4791234567'],
    ['+358 40 123 4567', '+358401234567'],
    ['+1 (415) 555-2671', '+14155552671'],
    ['+44 20 7946 0958', '+442079460958'],
    ['046-10 10 10', '046101010'],
    ['٠٧٠١٧٤٠٦٠٥', '0701740605'],
    ['070-174 06 05 ankn 2', wrong],
    ['070-174 06', '07017406'],
    ['12345', wrong],
    ['+0701740605', wrong],
    ['++46701740605', wrong],
    ['+99912345678901234', wrong],
    ['ring mig', wrong],
    ['0701740605, 0701740606', wrong],
    ['1'.repeat(300), long],
  ] as const
).map(of('mobile'));

const places = [
  { field: 'street', text: 'Storgatan 1 A, 3 tr', means: 'Storgatan 1 A, 3 tr' },
  { field: 'street', text: 'c/o Ek, Box 12', means: 'c/o Ek, Box 12' },
  { field: 'street', text: 'Storgatan 1 🏠', means: wrong },
  { field: 'street', text: 'x'.repeat(300), means: long },
  { field: 'postalCode', text: 'SE-222 22', means: '22222' },
  { field: 'postalCode', text: ' 222\u00A022 ', means: '22222' },
  { field: 'postalCode', text: '2222', means: wrong },
  { field: 'postalCode', text: '222 2A', means: wrong },
  { field: 'town', text: 'Östra Göinge', means: 'Östra Göinge' },
  { field: 'town', text: 'Lund 2', means: wrong },
] as const satisfies readonly TypedInput[];

export const TYPED_INPUTS: readonly TypedInput[] = [
  ...names,
  ...numbers,
  ...emails,
  ...phones,
  ...places,
];
