import { EXPORT_FORMATS, FIELDS, IMPORT_KINDS } from '@tidbok/service/clinic';
import * as v from 'valibot';
import { listReply, reply, route, type Route } from '../route.ts';
import { shortText, whole } from '../schemas.ts';

const maxPiece = 180_000;
const kind = v.picklist(IMPORT_KINDS);
const base64 = v.pipe(
  v.string(),
  v.maxLength(maxPiece, 'too-long'),
  v.base64('malformed'),
  v.transform((text) => new Uint8Array(Buffer.from(text, 'base64'))),
);

const files: readonly Route[] = [
  route({
    method: 'GET',
    path: '/imports',
    action: 'write-settings',
    summary: 'Files on their way in, the latest first',
    answer: async ({ clinic }) => listReply(await clinic.imports()),
  }),
  route({
    method: 'POST',
    path: '/imports',
    action: 'write-settings',
    summary: 'Announces a file; its pieces follow',
    body: v.object({ kind, fileName: shortText, sizeBytes: v.pipe(whole, v.minValue(0)) }),
    answer: async ({ clinic, by, body }) => reply(await clinic.startImport(by, body), 201),
  }),
  route({
    method: 'POST',
    path: '/imports/{importId}/pieces',
    action: 'write-settings',
    summary: 'A piece of the file, base64; sent again it replaces itself',
    body: v.object({ position: v.pipe(whole, v.minValue(0), v.maxValue(10_000)), bytes: base64 }),
    answer: async ({ clinic, body, pathId }) =>
      reply(await clinic.addImportPiece({ ...body, importId: pathId('importId') })),
  }),
  route({
    method: 'DELETE',
    path: '/imports/{importId}',
    action: 'write-settings',
    summary: 'Forgets a file of which nothing has come in',
    answer: async ({ clinic, pathId }) => reply(await clinic.removeImport(pathId('importId'))),
  }),
  route({
    method: 'GET',
    path: '/imports/{importId}/head',
    action: 'write-settings',
    summary: 'How the file seems to be written, and which columns seem to be meant',
    answer: async ({ clinic, pathId }) => reply(await clinic.importHead(pathId('importId'))),
  }),
  route({
    method: 'GET',
    path: '/imports/fields',
    action: 'read-settings',
    summary: 'What can be moved in, field by field',
    answer: () =>
      Promise.resolve(
        listReply(
          IMPORT_KINDS.map((each) => ({
            kind: each,
            fields: FIELDS[each].map(({ name, required }) => ({ name, required })),
          })),
        ),
      ),
  }),
];

const steps: readonly Route[] = [
  route({
    method: 'GET',
    path: '/imports/{importId}',
    action: 'write-settings',
    summary: 'Where an import stands',
    answer: async ({ clinic, pathId }) => reply(await clinic.importView(pathId('importId'))),
  }),
  route({
    method: 'POST',
    path: '/imports/{importId}/read',
    action: 'write-settings',
    summary: 'Reads every row by these columns (null: as guessed); the dry run follows by steps',
    body: v.object({ mapping: v.nullable(v.record(v.string(), v.nullable(v.string()))) }),
    answer: async ({ clinic, body, pathId }) =>
      reply(await clinic.readImport(pathId('importId'), body.mapping)),
  }),
  route({
    method: 'POST',
    path: '/imports/{importId}/step',
    action: 'write-settings',
    summary: 'The next batch: checked, or taken in once `apply` has been said',
    answer: async ({ clinic, by, pathId }) =>
      reply(await clinic.stepImport(by, pathId('importId'))),
  }),
  route({
    method: 'POST',
    path: '/imports/{importId}/apply',
    action: 'write-settings',
    summary: 'From now on the steps take the rows in; goes on with a cancelled import too',
    answer: async ({ clinic, pathId }) => reply(await clinic.applyImport(pathId('importId'))),
  }),
  route({
    method: 'POST',
    path: '/imports/{importId}/cancel',
    action: 'write-settings',
    summary: 'Stops; what has been taken in stays, whole row by whole row',
    answer: async ({ clinic, pathId }) => reply(await clinic.cancelImport(pathId('importId'))),
  }),
  route({
    method: 'GET',
    path: '/imports/{importId}/rows',
    action: 'write-settings',
    summary: 'Row by row what would happen, or has happened',
    query: v.object({
      outcome: v.optional(v.picklist(['waiting', 'create', 'update', 'unchanged', 'refused'])),
      offset: v.optional(
        v.pipe(v.string(), v.regex(/^\d{1,7}$/, 'malformed'), v.transform(Number)),
        '0',
      ),
    }),
    answer: async ({ clinic, query, pathId }) => ({
      status: 200,
      body: await clinic.importRows({
        importId: pathId('importId'),
        outcome: query.outcome ?? null,
        offset: query.offset,
      }),
    }),
  }),
];

const exportRoute: Route = route({
  method: 'POST',
  path: '/exports',
  action: 'read-patients',
  summary: 'The register, or what is booked from today on, as a file; takes a permission',
  body: v.object({ kind, format: v.optional(v.picklist(EXPORT_FORMATS), 'csv') }),
  answer: async ({ clinic, by, body }) => reply(await clinic.exportFile(by, body)),
});

export const movingRoutes: readonly Route[] = [...files, ...steps, exportRoute];
