import type { IncomingMessage } from 'node:http';

/** A logo and some words. */
const maxFormBytes = 300_000;

/** What a form sent. Text is trimmed and cut; files are read by `file`. */
export interface Form {
  readonly text: (name: string) => string;
  readonly all: (name: string) => readonly string[];
  readonly has: (name: string) => boolean;
  readonly file: (name: string) => Promise<Buffer | null>;
}

const maxTextLength = 5_000;

/** null: larger than any form here, or no form at all. */
export async function readForm(request: IncomingMessage): Promise<Form | null> {
  const body = await readBytes(request, maxFormBytes);
  if (body === null) return null;
  const type = request.headers['content-type'] ?? '';
  let data: FormData;
  try {
    const asked = { method: 'POST', headers: { 'content-type': type }, body: new Uint8Array(body) };
    data = await new Request('http://form', asked).formData();
  } catch {
    return null;
  }
  const text = (value: ReturnType<FormData['get']>): string =>
    typeof value === 'string' ? value.trim().slice(0, maxTextLength) : '';
  return {
    text: (name) => text(data.get(name)),
    all: (name) => data.getAll(name).map(text),
    has: (name) => data.has(name),
    file: async (name) => {
      const value = data.get(name);
      if (value === null || typeof value === 'string' || value.size === 0) return null;
      return Buffer.from(await value.arrayBuffer());
    },
  };
}

/** null: larger than `maxBytes`. */
export async function readBytes(
  request: IncomingMessage,
  maxBytes: number,
): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    const bytes = Buffer.from(part as Uint8Array);
    length += bytes.length;
    if (length <= maxBytes) parts.push(bytes);
    else parts.length = 0;
  }
  return length > maxBytes ? null : Buffer.concat(parts);
}
