export { openClinic } from './open.ts';
export type * from './clinic.ts';
export type * from './desk.ts';
export type * from './import-practice.ts';
export type * from './settings.ts';
export type * from './sync-end.ts';
export type * from './views/book.ts';
export * from './staff.ts';
