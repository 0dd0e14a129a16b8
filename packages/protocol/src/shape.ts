/** What arrived is not what the wire allows; `path` says where, never what stood there. */
export class WireError extends Error {
  readonly path: string;

  constructor(path: string, expected: string) {
    super(`${path === '' ? 'value' : path}: expected ${expected}`);
    this.name = 'WireError';
    this.path = path;
  }
}

/**
 * A strict reader of one JSON shape. `text` describes it in one canonical line, from which the
 * wire's fingerprint is taken: two shapes with the same text accept the same values.
 */
export interface Shape<T> {
  readonly text: string;
  /** Throws `WireError`. */
  read(value: unknown, path: string): T;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text of bounded length (UTF-16 units). */
export function string(limits: { min?: number; max: number }): Shape<string> {
  const min = limits.min ?? 0;
  const text = `string(${min}..${limits.max})`;
  return {
    text,
    read(value, path) {
      if (typeof value === 'string' && value.length >= min && value.length <= limits.max) {
        return value;
      }
      throw new WireError(path, text);
    },
  };
}

/** A text that a pattern describes, branded as what it means. */
export function matching<T extends string>(name: string, pattern: RegExp): Shape<T> {
  const fits = (value: unknown): value is T => typeof value === 'string' && pattern.test(value);
  return {
    text: name,
    read(value, path) {
      if (fits(value)) return value;
      throw new WireError(path, name);
    },
  };
}

export function integer<T extends number = number>(min: number, max: number): Shape<T> {
  const text = `integer(${min}..${max})`;
  const fits = (value: unknown): value is T =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max;
  return {
    text,
    read(value, path) {
      if (fits(value)) return value;
      throw new WireError(path, text);
    },
  };
}

export const boolean: Shape<boolean> = {
  text: 'boolean',
  read(value, path) {
    if (typeof value === 'boolean') return value;
    throw new WireError(path, 'boolean');
  },
};

export function oneOf<const T extends string | number>(...values: readonly T[]): Shape<T> {
  const text = values.map((value) => JSON.stringify(value)).join('|');
  const fits = (value: unknown): value is T => values.some((known) => known === value);
  return {
    text,
    read(value, path) {
      if (fits(value)) return value;
      throw new WireError(path, text);
    },
  };
}

export function nullable<T>(shape: Shape<T>): Shape<T | null> {
  return {
    text: `null|${shape.text}`,
    read: (value, path) => (value === null ? null : shape.read(value, path)),
  };
}

/** A field that older versions do not have: there it reads as `absent`. */
export function added<T>(shape: Shape<T>, absent: T): Shape<T> {
  return {
    text: `added(${shape.text})`,
    read: (value, path) => (value === undefined ? absent : shape.read(value, path)),
  };
}

export function list<T>(shape: Shape<T>, limits: { min?: number; max: number }): Shape<T[]> {
  const min = limits.min ?? 0;
  const text = `[${shape.text}](${min}..${limits.max})`;
  return {
    text,
    read(value, path) {
      if (!Array.isArray(value) || value.length < min || value.length > limits.max) {
        throw new WireError(path, `list(${min}..${limits.max})`);
      }
      return value.map((item: unknown, index) => shape.read(item, `${path}[${index}]`));
    },
  };
}

type Fields = Readonly<Record<string, Shape<unknown>>>;
type Read<F extends Fields> = { readonly [K in keyof F]: F[K] extends Shape<infer T> ? T : never };

/** Exactly these fields must be there; others are dropped, so that entries may grow by adding. */
export function object<F extends Fields>(fields: F): Shape<Read<F>> {
  const names = Object.keys(fields).sort();
  const each = Object.entries(fields);
  const text = `{${names.map((name) => `${name}:${fields[name]?.text}`).join(',')}}`;
  return {
    text,
    read(value, path) {
      if (!isRecord(value)) throw new WireError(path, 'object');
      const result: Record<string, unknown> = {};
      for (const [name, shape] of each) {
        result[name] = shape.read(value[name], path === '' ? name : `${path}.${name}`);
      }
      // Every field was read by its own shape just above.
      return result as Read<F>;
    },
  };
}

type Cases = Readonly<Record<string, Shape<unknown>>>;
type ReadCase<C extends Cases> = {
  [K in keyof C]: C[K] extends Shape<infer T> ? T : never;
}[keyof C];

/** One of several objects, told apart by their `type`. */
export function tagged<C extends Cases>(cases: C): Shape<ReadCase<C>> {
  const tags = Object.keys(cases).sort();
  return {
    text: tags.map((tag) => cases[tag]?.text).join(' | '),
    read(value, path) {
      const tag = isRecord(value) ? value['type'] : undefined;
      const shape = typeof tag === 'string' && tags.includes(tag) ? cases[tag] : undefined;
      if (shape === undefined) throw new WireError(path, `type ${tags.join('|')}`);
      // The case was chosen by its own tag.
      return shape.read(value, path) as ReadCase<C>;
    },
  };
}

/** Reads JSON text; text that is no JSON is a `WireError` as well. */
export function readJson<T>(shape: Shape<T>, json: string): T {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new WireError('', 'JSON');
  }
  return shape.read(value, '');
}
