import { Client } from 'pg';

/** The account that Tidbok's parts use: it owns its database and is no superuser. */
export const applicationRole = 'tidbok';

/** Makes the account and the database unless they are there. */
export async function ensureDatabase(
  port: number,
  { password, name }: { password: string; name: string },
): Promise<void> {
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password,
    database: 'postgres',
  });
  await client.connect();
  try {
    const found = await client.query<{ role: boolean; database: boolean }>(
      `select exists (select from pg_roles where rolname = $1) as role,
              exists (select from pg_database where datname = $2) as database`,
      [applicationRole, name],
    );
    const [role, secret, database] = [
      client.escapeIdentifier(applicationRole),
      client.escapeLiteral(password),
      client.escapeIdentifier(name),
    ];
    if (found.rows[0]?.role !== true) {
      await client.query(`create role ${role} login createdb password ${secret}`);
    }
    if (found.rows[0]?.database !== true) {
      await client.query(`create database ${database} owner ${role}`);
    }
  } finally {
    await client.end();
  }
}
