import type { Outcome } from '@tidbok/core';
import type { Site } from '@tidbok/service/site';
import type * as v from 'valibot';
import type { PersonSession } from './login.ts';

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** One call, parsed. */
export interface Asked<Body, Query> {
  readonly site: Site;
  /** Ids in the path, in lower case: their shape has been checked. */
  readonly pathIds: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly body: Body;
  readonly idempotencyKey: string | undefined;
  /** Whose holds count together. */
  readonly session: string;
  /** Who is logged in by e-ID; null for nobody. */
  readonly person: PersonSession | null;
}

/** `text` is JSON that a route has written itself. */
export type Reply =
  | { readonly status: 200 | 201; readonly body: object }
  | { readonly status: 200; readonly text: string }
  | { readonly status: 204 };

interface RouteSpec<Body, Query> {
  readonly method: Method;
  /** Below `/api/v1`, with `{name}` parts that are ids. */
  readonly path: string;
  /** For the API's documentation. */
  readonly summary: string;
  readonly query?: v.GenericSchema<unknown, Query>;
  readonly body?: v.GenericSchema<unknown, Body>;
  readonly answers: 200 | 201 | 204;
  /** What is answered, for the documentation. */
  readonly response?: v.GenericSchema;
  /** Header `Idempotency-Key` is required. */
  readonly idempotent?: boolean;
  /** Whoever floods it is asked for a proof of work. */
  readonly guarded?: boolean;
  readonly answer: (asked: Asked<Body, Query>) => Promise<Outcome<Reply>>;
}

/** A route with its schemas: what a call must look like, and what it answers. */
export interface Route extends Omit<RouteSpec<unknown, unknown>, 'answer'> {
  readonly answer: (asked: Asked<unknown, unknown>, parse: Parse) => Promise<Outcome<Reply>>;
}

export type Parse = <T>(schema: v.GenericSchema<unknown, T>, value: unknown) => Outcome<T>;

/** Keeps the types of body and query together with the schemas that make them true. */
export function route<Body = null, Query = null>(spec: RouteSpec<Body, Query>): Route {
  const { answer, ...rest } = spec;
  return {
    ...rest,
    answer: async (asked, parse) => {
      const query = parseOr(spec.query, asked.query, parse);
      if (!query.ok) return query;
      const body = parseOr(spec.body, asked.body, parse);
      if (!body.ok) return body;
      return answer({ ...asked, query: query.value, body: body.value });
    },
  };
}

function parseOr<T>(
  schema: v.GenericSchema<unknown, T> | undefined,
  value: unknown,
  parse: Parse,
): Outcome<T> {
  // Without a schema there is nothing to read, and T is null.
  return schema === undefined ? { ok: true, value: null as T } : parse(schema, value);
}
