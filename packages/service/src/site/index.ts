export { openSite } from './open.ts';
export { readSessionKey, readSiteSecrets } from './secrets.ts';
export { isSiteDatabaseAway } from '@tidbok/store/site';
export { changeLinkPath } from './change-links.ts';
export * from './site.ts';
export { clockOf } from '../clock.ts';
export type { Post, PostOptions } from '../post.ts';
