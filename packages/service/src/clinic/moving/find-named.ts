import type { BookingTemplate, Practitioner, Resource } from '@tidbok/core';
import type { LoadedRegister } from '../register-cache.ts';

function plain(text: string): string {
  return text.trim().toLowerCase().replace(/\s+/g, ' ');
}

/** Practitioners, chairs and templates as other systems name them: found once, asked often. */
export class Named {
  readonly #practitioners = new Map<string, Practitioner>();
  readonly #resources = new Map<string, Resource>();
  readonly #templates = new Map<string, BookingTemplate>();

  constructor({ practitioners, resources, templates }: LoadedRegister) {
    for (const each of practitioners) {
      const { number, givenName, familyName } = each;
      this.#practitioners.set(plain(`${givenName} ${familyName}`), each);
      this.#practitioners.set(plain(`${familyName}, ${givenName}`), each);
      this.#practitioners.set(plain(number), each);
      this.#practitioners.set(plain(number.replace(/^0+/, '')), each);
    }
    for (const each of resources) this.#resources.set(plain(each.name), each);
    for (const each of templates) {
      if (!each.retired) this.#templates.set(plain(each.name), each);
    }
  }

  /** By number, `0001` or `1`, or by name either way round. */
  practitioner(text: string): Practitioner | undefined {
    return this.#practitioners.get(plain(text));
  }

  resource(text: string): Resource | undefined {
    return this.#resources.get(plain(text));
  }

  template(text: string): BookingTemplate | undefined {
    return this.#templates.get(plain(text));
  }
}
