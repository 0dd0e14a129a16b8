import { HOUR_MS, MINUTE_MS } from '../time/instant.ts';

/** Why a message did not leave, as the staff's list says it. */
export const DELIVERY_FAULTS = [
  /** The channel has no way out on this computer. */
  'not-set-up',
  /** The server could not be reached, or asked to wait. */
  'not-reached',
  /** The server does not let us in: the account or its password. */
  'not-let-in',
  /** The address or number does not exist, or takes nothing. */
  'address-refused',
  /** The server would not have the message itself. */
  'message-refused',
  /** It was handed over, but no answer came: it may have left. */
  'no-answer',
  /** The sender stopped while handing it over: it may have left. */
  'interrupted',
  /** Tried for too long. */
  'gave-up',
  /** The operator reports that it never reached the phone. */
  'not-delivered',
  /** What the patient gave could not be read. */
  'unreadable',
] as const;
export type DeliveryFault = (typeof DELIVERY_FAULTS)[number];

/** What came of handing a message over. */
export type Delivery =
  /** `reference`: by what name the operator reports of it later; null where none does. */
  | { readonly type: 'sent'; readonly reference: string | null; readonly parts: number }
  /** It has not left: it may be tried again. */
  | { readonly type: 'not-now'; readonly fault: DeliveryFault }
  /** It has not left, and trying again changes nothing. */
  | { readonly type: 'refused'; readonly fault: DeliveryFault }
  /** It may have left: it must never be sent again by itself. */
  | { readonly type: 'uncertain'; readonly fault: DeliveryFault };

/** What the operator has told of a message since it took it. */
export type DeliveryReport = 'under-way' | 'delivered' | 'failed';

/** Waits between tries; after the last one the message ends on the staff's list (about a day). */
export const RETRY_DELAYS_MS: readonly number[] = [
  ...[1, 2, 5, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 4, 8, 8].map((hours) => hours * HOUR_MS),
];

/** How long to wait after the `tries`th try (from 1); null: give up. */
export function retryDelay(
  tries: number,
  delays: readonly number[] = RETRY_DELAYS_MS,
): number | null {
  return delays[tries - 1] ?? null;
}
