import * as v from 'valibot';
import { ask, query, type Answer } from './answer.ts';
import { anything, instant, listOf } from './book-shapes.ts';

export const KINDS = ['patients', 'practitioners', 'shifts', 'bookings'] as const;
export type Kind = (typeof KINDS)[number];
export const OUTCOMES = ['create', 'update', 'unchanged', 'refused', 'waiting'] as const;
export type Outcome = (typeof OUTCOMES)[number];

const columns = v.record(v.string(), v.nullable(v.string()));
const view = v.object({
  id: v.string(),
  kind: v.picklist(KINDS),
  fileName: v.string(),
  state: v.picklist(['receiving', 'checking', 'read', 'applying', 'done', 'cancelled']),
  createdAt: instant,
  total: v.number(),
  done: v.number(),
  counts: v.object({
    waiting: v.number(),
    create: v.number(),
    update: v.number(),
    unchanged: v.number(),
    refused: v.number(),
  }),
  applied: v.number(),
});
export type ImportView = v.InferOutput<typeof view>;

const head = v.object({
  format: v.string(),
  encoding: v.string(),
  columns: v.array(v.string()),
  sample: v.array(v.record(v.string(), v.string())),
  rows: v.number(),
  guess: columns,
});
export type Head = v.InferOutput<typeof head>;

const row = v.object({
  line: v.number(),
  label: v.string(),
  outcome: v.picklist(OUTCOMES),
  code: v.nullable(v.string()),
  details: v.record(v.string(), v.unknown()),
});
export type Row = v.InferOutput<typeof row>;

const fields = v.object({
  kind: v.picklist(KINDS),
  fields: v.array(v.object({ name: v.string(), required: v.boolean() })),
});
export type KindFields = v.InferOutput<typeof fields>;

const post = (path: string, body?: object) =>
  ask(`/imports/${path}`, { method: 'POST', shape: view, ...(body ? { body } : {}) });

export async function fetchImports(): Promise<Answer<ImportView[]>> {
  const answer = await ask('/imports', { shape: listOf(view) });
  return answer.ok ? { ok: true, value: answer.value.items } : answer;
}

export async function fetchFields(): Promise<Answer<KindFields[]>> {
  const answer = await ask('/imports/fields', { shape: listOf(fields) });
  return answer.ok ? { ok: true, value: answer.value.items } : answer;
}

const PIECE_BYTES = 120_000;

function base64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** Sends a file piece by piece; `onsent` hears the share that is there. */
export async function sendFile(
  file: File,
  kind: Kind,
  onsent: (share: number) => void,
): Promise<Answer<ImportView>> {
  const started = await ask('/imports', {
    method: 'POST',
    body: { kind, fileName: file.name.slice(0, 200), sizeBytes: file.size },
    shape: view,
  });
  if (!started.ok) return started;
  const bytes = new Uint8Array(await file.arrayBuffer());
  for (let i = 0; i * PIECE_BYTES < bytes.length; i += 1) {
    const piece = bytes.subarray(i * PIECE_BYTES, (i + 1) * PIECE_BYTES);
    const sent = await ask(`/imports/${started.value.id}/pieces`, {
      method: 'POST',
      body: { position: i, bytes: base64(piece) },
      shape: anything,
    });
    if (!sent.ok) return sent;
    onsent(Math.min(1, ((i + 1) * PIECE_BYTES) / bytes.length));
  }
  return started;
}

export function fetchHead(id: string): Promise<Answer<Head>> {
  return ask(`/imports/${id}/head`, { shape: head });
}

export function readColumns(
  id: string,
  mapping: Readonly<Record<string, string | null>>,
): Promise<Answer<ImportView>> {
  return post(`${id}/read`, { mapping });
}

/** `step`: the next batch; `apply` and `cancel` say whether there is to be one. */
export function push(id: string, act: 'step' | 'apply' | 'cancel'): Promise<Answer<ImportView>> {
  return post(`${id}/${act}`);
}

/** Only while nothing of it has come in. */
export function removeImport(id: string): Promise<Answer<unknown>> {
  return ask(`/imports/${id}`, { method: 'DELETE', shape: anything });
}

export function fetchRows(
  id: string,
  wish: { readonly outcome: Outcome | null; readonly offset: number },
): Promise<Answer<{ readonly items: readonly Row[]; readonly nextOffset: number | null }>> {
  const { outcome, offset } = wish;
  return ask(
    `/imports/${id}/rows${query({ outcome: outcome ?? undefined, offset: String(offset) })}`,
    { shape: v.object({ items: v.array(row), nextOffset: v.nullable(v.number()) }) },
  );
}

const exported = v.object({
  fileName: v.string(),
  mediaType: v.string(),
  text: v.string(),
  count: v.number(),
});
export type Exported = v.InferOutput<typeof exported>;

export function exportFile(kind: Kind, format: 'csv' | 'icalendar'): Promise<Answer<Exported>> {
  return ask('/exports', { method: 'POST', body: { kind, format }, shape: exported });
}
