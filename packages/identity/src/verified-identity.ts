/** Who a person is, as an e-ID has shown. */
export interface VerifiedIdentity {
  /** Twelve digits: a personal identity number or a coordination number. */
  readonly personalIdentityNumber: string;
  readonly givenName: string;
  readonly familyName: string;
  /** How it was shown, in the provider's own word (`amr`, `acr` or its name); for the log. */
  readonly method: string;
}
