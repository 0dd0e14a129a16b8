const WORDS = 64;

/** The constants of FIPS 180-4: fractions of the roots of the first primes. */
const roots = (power: number, count: number): number[] => {
  const found: number[] = [];
  for (let candidate = 2; found.length < count; candidate += 1) {
    let isPrime = true;
    for (let d = 2; d * d <= candidate; d += 1) if (candidate % d === 0) isPrime = false;
    if (isPrime) found.push((candidate ** power % 1) * 2 ** 32);
  }
  return found;
};
const K = Int32Array.from(roots(1 / 3, WORDS), (value) => value | 0);
const H = Int32Array.from(roots(1 / 2, 8), (value) => value | 0);

const turned = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

/** The first 32 bits of SHA-256 (FIPS 180-4) of ASCII text: enough to count zeros. */
export function firstWord(text: string): number {
  const length = text.length;
  const blocks = Math.ceil((length + 9) / 64);
  const bytes = new Uint8Array(blocks * 64);
  for (let i = 0; i < length; i += 1) bytes[i] = text.charCodeAt(i);
  bytes[length] = 0x80;
  const view = new DataView(bytes.buffer);
  view.setUint32(bytes.length - 4, length * 8);
  const state = Int32Array.from(H);
  const w = new Int32Array(WORDS);
  for (let block = 0; block < blocks; block += 1) compress(state, w, { view, at: block * 64 });
  return (state[0] ?? 0) >>> 0;
}

/** The words of the message schedule after the block's own sixteen. */
function spread(w: Int32Array): void {
  for (let i = 16; i < WORDS; i += 1) {
    const [a, b] = [w[i - 15] ?? 0, w[i - 2] ?? 0];
    const s0 = turned(a, 7) ^ turned(a, 18) ^ (a >>> 3);
    const s1 = turned(b, 17) ^ turned(b, 19) ^ (b >>> 10);
    w[i] = ((w[i - 16] ?? 0) + s0 + (w[i - 7] ?? 0) + s1) | 0;
  }
}

function compress(
  state: Int32Array,
  w: Int32Array,
  { view, at }: { readonly view: DataView; readonly at: number },
): void {
  for (let i = 0; i < 16; i += 1) w[i] = view.getInt32(at + i * 4);
  spread(w);
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let i = 0; i < WORDS; i += 1) {
    const s1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (K[i] ?? 0) + (w[i] ?? 0)) | 0;
    const s0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
  }
  for (const [i, value] of [a, b, c, d, e, f, g, h].entries()) {
    state[i] = ((state[i] ?? 0) + value) | 0;
  }
}
