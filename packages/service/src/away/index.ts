/** By itself, for pages that are built into one file: the rest of this room cannot be. */
export { isPassingFault as isDatabaseAway } from '@tidbok/store/away';
