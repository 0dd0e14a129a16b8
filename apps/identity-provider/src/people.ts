import { PersonalIdentityNumber, type LocalDate } from '@tidbok/core';
import type { AccountClaims } from 'oidc-provider';

/** Who has just shown who they are; kept in memory until the site has fetched it. */
export interface KnownPerson {
  readonly personalIdentityNumber: string;
  readonly givenName: string;
  readonly familyName: string;
}

const claim = 'https://id.oidc.se/claim';
const keptMs = 10 * 60_000;
const mostKept = 10_000;

/** People by an account id that says nothing about them. */
export class People {
  readonly #known = new Map<string, { readonly person: KnownPerson; readonly until: number }>();

  /** Remembers a person for ten minutes; answers the account's id. */
  add(person: KnownPerson, now: number): string {
    for (const [id, { until }] of this.#known) {
      if (until > now && this.#known.size < mostKept) break;
      this.#known.delete(id);
    }
    const id = crypto.randomUUID();
    this.#known.set(id, { person, until: now + keptMs });
    return id;
  }

  claimsOf(accountId: string, today: LocalDate): AccountClaims | null {
    const known = this.#known.get(accountId);
    if (known === undefined) return null;
    const { personalIdentityNumber, givenName, familyName } = known.person;
    const number = PersonalIdentityNumber.parse(personalIdentityNumber, {
      hyphen: 'optional',
      today,
    });
    const isCoordination = number.ok && number.value.isCoordinationNumber();
    const name = isCoordination ? 'coordinationNumber' : 'personalIdentityNumber';
    return {
      sub: accountId,
      given_name: givenName,
      family_name: familyName,
      [`${claim}/${name}`]: personalIdentityNumber,
    };
  }
}
