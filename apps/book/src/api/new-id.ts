import { uuidv7 } from '@tidbok/service/clinic';

/** Ids are made at the door. */
export function newId<Id extends string>(): Id {
  return uuidv7() as Id;
}
