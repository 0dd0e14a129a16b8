/** Addresses remembered at one time: beyond it the one seen longest ago is forgotten. */
const maxAddresses = 50_000;
const minuteMs = 60_000;

interface Bucket {
  left: number;
  at: number;
}

/** So many calls a minute for each address, as a bucket that fills steadily. */
export class RateLimit {
  readonly #perMinute: number;
  readonly #buckets = new Map<string, Bucket>();

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** 0: the call may pass. Else the seconds after which it may. */
  take(address: string, nowMs: number): number {
    const bucket = this.#bucketOf(address, nowMs);
    const filled = bucket.left + ((nowMs - bucket.at) * this.#perMinute) / minuteMs;
    bucket.left = Math.min(this.#perMinute, filled);
    bucket.at = nowMs;
    if (bucket.left >= 1) {
      bucket.left -= 1;
      return 0;
    }
    const waitMs = ((1 - bucket.left) * minuteMs) / this.#perMinute;
    return Math.max(1, Math.ceil(waitMs / 1000));
  }

  #bucketOf(address: string, nowMs: number): Bucket {
    const known = this.#buckets.get(address);
    if (known !== undefined) {
      if (this.#buckets.size === maxAddresses) {
        this.#buckets.delete(address);
        this.#buckets.set(address, known);
      }
      return known;
    }
    if (this.#buckets.size >= maxAddresses) {
      for (const oldest of this.#buckets.keys()) {
        this.#buckets.delete(oldest);
        break;
      }
    }
    const fresh = { left: this.#perMinute, at: nowMs };
    this.#buckets.set(address, fresh);
    return fresh;
  }
}
