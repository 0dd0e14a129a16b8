export * from './incoming.ts';
export * from './clinic/index.ts';
export * from './site/index.ts';
export * from './resync/index.ts';
export * from './session/index.ts';
export * from './memory/index.ts';
export { collide } from './subjects.ts';
