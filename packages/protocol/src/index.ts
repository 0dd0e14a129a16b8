export type * from './catalog.ts';
export type * from './entries.ts';
export type * from './frames.ts';
export * from './version.ts';
export * from './limits.ts';
export * from './hash-chain.ts';
export * from './entry-codec.ts';
export * from './frame-codec.ts';
export { describeWire } from './wire.ts';
