import { toJsonSchema } from '@valibot/to-json-schema';
import type * as v from 'valibot';
import { problemAnswer } from './responses.ts';
import type { Route } from './route.ts';

const version = '1.0.0';

/** OpenAPI 3.1 of the public API, from the schemas that validate. */
export function openApi(routes: readonly Route[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const path = `/api/v1${route.path}`;
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Tidbok, the booking site', version },
    paths,
    components: { schemas: { Problem: schemaOf(problemAnswer) } },
  };
}

function operation(route: Route): object {
  const { body, response, answers, summary } = route;
  const parameters = [...pathParameters(route), ...queryParameters(route)];
  if (route.idempotent === true) parameters.push(idempotencyHeader);
  return {
    summary,
    parameters,
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: json(schemaOf(body)) } }),
    responses: {
      [String(answers)]: {
        description: 'Done',
        ...(response === undefined ? {} : { content: json(schemaOf(response)) }),
      },
      default: {
        description: 'Refused, with a stable code (RFC 9457)',
        content: {
          'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
        },
      },
    },
  };
}

const idempotencyHeader = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  schema: { type: 'string', minLength: 1, maxLength: 200 },
};

function json(schema: object): object {
  return { 'application/json': { schema } };
}

function schemaOf(schema: v.GenericSchema) {
  const options = { typeMode: 'input', errorMode: 'ignore' } as const;
  return { ...toJsonSchema(schema, options), $schema: undefined };
}

function pathParameters({ path }: Route): object[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string', format: 'uuid' },
  }));
}

function queryParameters({ query }: Route): object[] {
  if (query === undefined) return [];
  const { properties = {}, required = [] } = schemaOf(query);
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}
