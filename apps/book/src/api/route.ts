import type { Outcome, Refusal, Zone } from '@tidbok/core';
import type { Clinic, StaffMember } from '@tidbok/service/clinic';
import type { Locale } from '@tidbok/text';
import type * as v from 'valibot';
import type { Action } from './authorisation.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One call, parsed: what its route answers to. */
export interface Asked<Body, Query> {
  readonly clinic: Clinic;
  readonly by: StaffMember;
  readonly zone: Zone;
  readonly locale: Locale;
  /** The id that stands in the path as `{name}`; its shape has been checked. */
  readonly pathId: <Id extends string>(name: string) => Id;
  readonly body: Body;
  readonly query: Query;
}

export type Reply =
  { readonly status: number; readonly body: unknown } | { readonly refused: Refusal };

interface RouteSpec<Body, Query> {
  readonly method: Method;
  /** Below `/api/v1`, with `{name}` parts. */
  readonly path: string;
  readonly action: Action;
  /** For the API's documentation. */
  readonly summary: string;
  readonly body?: v.GenericSchema<unknown, Body>;
  readonly query?: v.GenericSchema<unknown, Query>;
  readonly answer: (asked: Asked<Body, Query>) => Promise<Reply>;
}

/** A route with its schemas: what a call must look like, who may make it, what it answers. */
export interface Route {
  readonly method: Method;
  readonly path: string;
  readonly action: Action;
  readonly summary: string;
  readonly body: v.GenericSchema | null;
  readonly query: v.GenericSchema | null;
  readonly answer: (asked: Asked<unknown, unknown>, parse: Parse) => Promise<Reply>;
}

export type Parse = <T>(
  schema: v.GenericSchema<unknown, T>,
  value: unknown,
) => { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

/** Keeps the types of body and query together with the schemas that make them true. */
export function route<Body = null, Query = null>(spec: RouteSpec<Body, Query>): Route {
  const { body = null, query = null } = spec;
  return {
    method: spec.method,
    path: spec.path,
    action: spec.action,
    summary: spec.summary,
    body,
    query,
    answer: async (asked, parse) => {
      const parsedBody = parseOr(body, asked.body, parse);
      if (!parsedBody.ok) return { refused: parsedBody.refusal };
      const parsedQuery = parseOr(query, asked.query, parse);
      if (!parsedQuery.ok) return { refused: parsedQuery.refusal };
      return spec.answer({ ...asked, body: parsedBody.value, query: parsedQuery.value });
    },
  };
}

function parseOr<T>(schema: v.GenericSchema<unknown, T> | null, value: unknown, parse: Parse) {
  // Without a schema there is nothing to read, and T is null.
  return schema === null ? { ok: true as const, value: null as T } : parse(schema, value);
}

/** 200 with the value, or the refusal. */
export function reply<T>(outcome: Outcome<T>, status = 200): Reply {
  return outcome.ok ? { status, body: outcome.value } : { refused: outcome.refusal };
}

/** A list as every list of the API looks. */
export function listReply(items: readonly unknown[]): Reply {
  return { status: 200, body: { items } };
}
