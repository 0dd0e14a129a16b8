export * from './built-pages.ts';
export * from './environment.ts';
export * from './json-body.ts';
