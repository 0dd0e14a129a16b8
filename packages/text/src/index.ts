export * from './date-words.ts';
export * from './field-sentence.ts';
export * from './locale.ts';
export * from './messages.ts';
export * from './practitioner-title.ts';
export { isRefusalCode, refusalSentence } from './refusal-sentence.ts';
export { siteMessages, type SiteMessages } from './site/site-messages.ts';
export { bookMessages, type BookMessages } from './book/book-messages.ts';
export { clientMessages, type ClientMessages } from './client/client-messages.ts';
