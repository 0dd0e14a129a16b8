import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readJsonBody } from '@tidbok/doorway';

const MAX = 64;

const request = (body: string, type = 'application/json'): IncomingMessage =>
  Object.assign(Readable.from(body === '' ? [] : [Buffer.from(body)]), {
    headers: { 'content-type': type },
  }) as unknown as IncomingMessage;

describe('the body of a call', () => {
  it('is read as JSON, whatever JSON it says that it is', async () => {
    for (const type of ['application/json; charset=utf-8', 'application/fhir+json']) {
      expect(await readJsonBody(request('{"a":1}', type), MAX)).toMatchObject({
        ok: true,
        value: { a: 1 },
      });
    }
    expect(await readJsonBody(request(''), MAX)).toMatchObject({ ok: true, value: undefined });
  });

  it.each([
    ['{"a"', 'application/json', 'invalid'],
    ['{}', 'text/plain', 'unsupported-media-type'],
    [`"${'a'.repeat(MAX)}"`, 'application/json', 'too-large'],
  ])('is refused when it is not what it should be: %s', async (body, type, code) => {
    expect(await readJsonBody(request(body, type), MAX)).toMatchObject({
      ok: false,
      refusal: { code },
    });
  });
});
