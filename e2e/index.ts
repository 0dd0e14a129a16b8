export * from './api/book-api.ts';
export * from './api/http.ts';
export * from './api/local-time.ts';
export * from './api/site-api.ts';
export * from './stack/free-ports.ts';
export * from './stack/operator.ts';
export * from './stack/stack.ts';
export * from './stack/wait-until.ts';
