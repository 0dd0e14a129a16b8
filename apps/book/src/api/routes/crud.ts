import type { Outcome, RefusalCode } from '@tidbok/core';
import type { Clinic, StaffMember } from '@tidbok/service/clinic';
import * as v from 'valibot';
import { newId } from '../new-id.ts';
import { shortText } from '../schemas.ts';
import { listReply, reply, route, type Reply, type Route } from '../route.ts';

interface Crud<Id extends string, Body, Value extends { readonly id: Id }, Listed extends Value> {
  readonly path: string;
  readonly what: string;
  readonly unknown: RefusalCode;
  readonly shape: v.GenericSchema<unknown, Body>;
  readonly read: (id: Id, body: Body) => Value;
  readonly show: (value: Value) => object;
  readonly list: (clinic: Clinic) => Promise<readonly Listed[]>;
  readonly save: (
    clinic: Clinic,
    value: Value,
    saving: { readonly by: StaffMember; readonly seen: string | null },
  ) => Promise<Outcome<Value>>;
  readonly remove: (clinic: Clinic, by: StaffMember, id: Id) => Promise<Outcome<object>>;
}

type SaveShown<Value> = (
  clinic: Clinic,
  by: StaffMember,
  saving: { readonly value: Value; readonly seen: string | null },
) => Promise<Outcome<object>>;

/** How the row stood when it was read; another by now, and the save is `changed-meanwhile`. */
const version = v.object({ version: v.optional(v.nullable(shortText), null) });

/** List, read, create, change and delete one kind of setting. */
export function crudRoutes<
  Id extends string,
  Body,
  Value extends { readonly id: Id },
  Listed extends Value,
>(crud: Crud<Id, Body, Value, Listed>): Route[] {
  const { path, what } = crud;
  const unknown = { refused: { code: crud.unknown, overridable: false } };
  const find = async (clinic: Clinic, id: Id): Promise<Listed | undefined> =>
    (await crud.list(clinic)).find((each) => each.id === id);
  const save: SaveShown<Value> = async (clinic, by, { value, seen }) => {
    const saved = await crud.save(clinic, value, { by, seen });
    if (!saved.ok) return saved;
    // As it now stands, with the version that the next save names.
    const stands = await find(clinic, saved.value.id);
    return { ok: true, value: crud.show(stands ?? saved.value) };
  };
  const reads = [
    route({
      method: 'GET',
      path,
      action: 'read-settings',
      summary: `Every ${what}`,
      answer: async ({ clinic }) => listReply((await crud.list(clinic)).map(crud.show)),
    }),
    route({
      method: 'GET',
      path: `${path}/{id}`,
      action: 'read-settings',
      summary: `One ${what}`,
      answer: async ({ clinic, pathId }): Promise<Reply> => {
        const found = await find(clinic, pathId<Id>('id'));
        return found === undefined ? unknown : { status: 200, body: crud.show(found) };
      },
    }),
  ];
  return [...reads, ...writeRoutes(crud, { save, find, unknown })];
}

function writeRoutes<
  Id extends string,
  Body,
  Value extends { readonly id: Id },
  Listed extends Value,
>(
  crud: Crud<Id, Body, Value, Listed>,
  {
    save,
    find,
    unknown,
  }: {
    readonly save: SaveShown<Value>;
    readonly find: (clinic: Clinic, id: Id) => Promise<Listed | undefined>;
    readonly unknown: Reply;
  },
): Route[] {
  const { path, what } = crud;
  const shape = v.intersect([crud.shape, version]);
  return [
    route({
      method: 'POST',
      path,
      action: 'write-settings',
      summary: `A new ${what}`,
      body: shape,
      answer: async ({ clinic, by, body }) =>
        reply(await save(clinic, by, { value: crud.read(newId<Id>(), body), seen: null }), 201),
    }),
    route({
      method: 'PUT',
      path: `${path}/{id}`,
      action: 'write-settings',
      summary: `Changes a ${what}`,
      body: shape,
      answer: async ({ clinic, by, body, pathId }): Promise<Reply> => {
        const id = pathId<Id>('id');
        if ((await find(clinic, id)) === undefined) return unknown;
        const value = crud.read(id, body);
        return reply(await save(clinic, by, { value, seen: body.version }));
      },
    }),
    route({
      method: 'DELETE',
      path: `${path}/{id}`,
      action: 'write-settings',
      summary: `Deletes a ${what} that nothing uses`,
      answer: async ({ clinic, by, pathId }) =>
        reply(await crud.remove(clinic, by, pathId<Id>('id'))),
    }),
  ];
}
