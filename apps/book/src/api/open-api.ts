import { toJsonSchema } from '@valibot/to-json-schema';
import type { Route } from './route.ts';

const version = '1.0.0';

/** OpenAPI 3.1 of the staff API, from the schemas that validate. */
export function openApi(routes: readonly Route[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const path = `/api/v1${route.path}`;
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Tidbok, the staff API', version },
    security: [{ bearer: [] }],
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    paths,
  };
}

function operation(route: Route): object {
  const schema = route.body === null ? null : toJsonSchema(route.body, { errorMode: 'ignore' });
  const body =
    schema === null ? {} : { requestBody: { content: { 'application/json': { schema } } } };
  return {
    summary: route.summary,
    'x-action': route.action,
    parameters: [...pathParameters(route), ...queryParameters(route)],
    ...body,
    responses: {
      [route.method === 'POST' ? '201' : '200']: { description: 'Done' },
      default: {
        description: 'Refused, with a stable code',
        content: { 'application/problem+json': { schema: { type: 'object' } } },
      },
    },
  };
}

function pathParameters(route: Route): object[] {
  return [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters(route: Route): object[] {
  if (route.query === null) return [];
  const { properties = {}, required = [] } = toJsonSchema(route.query, { errorMode: 'ignore' });
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}
