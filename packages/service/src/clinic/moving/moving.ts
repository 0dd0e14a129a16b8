import type { Outcome } from '@tidbok/core';
import type { ClinicContext } from '../context.ts';
import type { StaffMember } from '../staff.ts';
import type { ImportKind } from './columns.ts';
import { exportFile, type ExportFormat } from './export.ts';
import {
  addPiece,
  applyImport,
  cancelImport,
  fileHead,
  importRows,
  imports,
  readImport,
  removeImport,
  startImport,
  type NewFile,
} from './imports.ts';
import { importView, stepImport } from './import-steps.ts';
import type { ExportedFile, FileHead, ImportRowView, ImportView, RowOutcome } from './views.ts';

export { EXPORT_FORMATS, type ExportFormat } from './export.ts';
export { FIELDS, IMPORT_KINDS, type ImportField, type ImportKind } from './columns.ts';

/** Moving in (*Flytta in*) and out: files of patients, practitioners, shifts and bookings. */
export interface Moving {
  readonly imports: () => Promise<readonly ImportView[]>;
  readonly importView: (id: string) => Promise<Outcome<ImportView>>;
  readonly startImport: (by: StaffMember, file: NewFile) => Promise<Outcome<ImportView>>;
  readonly addImportPiece: (piece: {
    readonly importId: string;
    readonly position: number;
    readonly bytes: Uint8Array;
  }) => Promise<Outcome<null>>;
  readonly importHead: (id: string) => Promise<Outcome<FileHead>>;
  /** null: the columns as they are guessed. */
  readonly readImport: (
    id: string,
    mapping: Readonly<Record<string, string | null>> | null,
  ) => Promise<Outcome<ImportView>>;
  /** The next batch: while `checking` a dry run, while `applying` for good. */
  readonly stepImport: (by: StaffMember, id: string) => Promise<Outcome<ImportView>>;
  readonly applyImport: (id: string) => Promise<Outcome<ImportView>>;
  readonly cancelImport: (id: string) => Promise<Outcome<ImportView>>;
  readonly removeImport: (id: string) => Promise<Outcome<null>>;
  readonly importRows: (query: {
    readonly importId: string;
    readonly outcome: RowOutcome | null;
    readonly offset: number;
  }) => Promise<{ readonly items: readonly ImportRowView[]; readonly nextOffset: number | null }>;
  readonly exportFile: (
    by: StaffMember,
    wish: { readonly kind: ImportKind; readonly format: ExportFormat },
  ) => Promise<Outcome<ExportedFile>>;
}

export function movingOf(context: ClinicContext): Moving {
  return {
    imports: () => imports(context),
    importView: (id) => importView(context, id),
    startImport: (by, file) => startImport(context, by, file),
    addImportPiece: (piece) => addPiece(context, piece),
    importHead: (id) => fileHead(context, id),
    readImport: (id, mapping) => readImport(context, id, mapping),
    stepImport: (by, id) => stepImport(context, by, id),
    applyImport: (id) => applyImport(context, id),
    cancelImport: (id) => cancelImport(context, id),
    removeImport: (id) => removeImport(context, id),
    importRows: (query) => importRows(context, query),
    exportFile: (by, wish) => exportFile(context, by, wish),
  };
}
