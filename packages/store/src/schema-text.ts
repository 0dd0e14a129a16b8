import type { Pool } from 'pg';

/**
 * A database's schema as text: tables with their columns, constraints and comments, indexes,
 * triggers and functions, in a fixed order that is the same on every PostgreSQL from 15 on.
 */
export async function schemaText(pool: Pool): Promise<string> {
  const parts: string[] = [];
  for (const query of [extensions, tables, functions]) {
    const { rows } = await pool.query<{ text: string }>(query);
    parts.push(...rows.map(({ text }) => text.trimEnd()));
  }
  return `${parts.join('\n\n')}\n`;
}

const extensions = `
  select format('create extension %I;', extname) as text from pg_extension
  where extname <> 'plpgsql' order by extname`;

const column = `format('  %I %s%s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
  case when a.attidentity <> '' then ' generated always as identity' else '' end,
  case when a.attnotnull then ' not null' else '' end,
  coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), ''))`;

/**
 * Constraints of a table, the primary key first; without the not-nulls that PostgreSQL 18 lists.
 */
const constraints = `
  select string_agg(format(E',\\n  constraint %I %s', k.conname, pg_get_constraintdef(k.oid)), ''
    order by array_position(array['p', 'u', 'f', 'c', 'x'], k.contype::text), k.conname)
  from pg_constraint k where k.conrelid = t.oid and k.contype in ('p', 'u', 'f', 'c', 'x')`;

const indexes = `
  select string_agg(format(E'\\n%s;', pg_get_indexdef(i.indexrelid)), '' order by c.relname)
  from pg_index i join pg_class c on c.oid = i.indexrelid
  where i.indrelid = t.oid
    and not exists (select from pg_constraint k where k.conindid = i.indexrelid)`;

const triggers = `
  select string_agg(format(E'\\n%s;', pg_get_triggerdef(g.oid)), '' order by g.tgname)
  from pg_trigger g where g.tgrelid = t.oid and not g.tgisinternal`;

const policies = `
  select string_agg(format(E'\\n-- policy %I: %s', p.polname,
    coalesce(pg_get_expr(p.polqual, p.polrelid), '')), '' order by p.polname)
  from pg_policy p where p.polrelid = t.oid`;

const tables = `
  select format(E'create table %I (\\n%s%s\\n);\\ncomment on table %I is %L;%s%s%s', t.relname,
    (select string_agg(${column}, E',\\n' order by a.attnum)
     from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
     where a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped),
    (${constraints}), t.relname, obj_description(t.oid, 'pg_class'),
    (${indexes}), (${triggers}), (${policies})) as text
  from pg_class t
  where t.relnamespace = 'public'::regnamespace and t.relkind = 'r'
  order by t.relname`;

const functions = `
  select format(E'%s;\\ncomment on function %s is %L;', rtrim(pg_get_functiondef(p.oid)),
    p.oid::regprocedure, obj_description(p.oid, 'pg_proc')) as text
  from pg_proc p
  where p.pronamespace = 'public'::regnamespace and not exists (
    select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
  order by p.oid::regprocedure::text`;
