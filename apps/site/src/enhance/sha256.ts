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

const word = (words: Int32Array, index: number): number => words[index] ?? 0;

function compress(
  state: Int32Array,
  w: Int32Array,
  { view, at }: { readonly view: DataView; readonly at: number },
): void {
  for (let i = 0; i < 16; i += 1) w[i] = view.getInt32(at + i * 4);
  for (let i = 16; i < WORDS; i += 1) {
    const [a, b] = [word(w, i - 15), word(w, i - 2)];
    const s0 = turned(a, 7) ^ turned(a, 18) ^ (a >>> 3);
    const s1 = turned(b, 17) ^ turned(b, 19) ^ (b >>> 10);
    w[i] = (word(w, i - 16) + s0 + word(w, i - 7) + s1) | 0;
  }
  const v = Int32Array.from(state);
  for (let i = 0; i < WORDS; i += 1) {
    const [a, b, c] = [word(v, 0), word(v, 1), word(v, 2)];
    const [e, f, g] = [word(v, 4), word(v, 5), word(v, 6)];
    const s1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
    const t1 = (word(v, 7) + s1 + ((e & f) ^ (~e & g)) + word(K, i) + word(w, i)) | 0;
    const s0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    v.copyWithin(1, 0, 7);
    v[4] = (word(v, 4) + t1) | 0;
    v[0] = (t1 + t2) | 0;
  }
  for (let i = 0; i < 8; i += 1) state[i] = (word(state, i) + word(v, i)) | 0;
}
