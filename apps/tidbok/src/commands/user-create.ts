import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { ROLES, type Role } from '@tidbok/service/clinic';
import { CommandRefused, valueOf, type Command } from '../command.ts';

export const userCreate: Command = {
  words: 'user create',
  summary: 'Gives a member of staff a login to the book.',
  usage: `SIGN-IN-NAME --name "FULL NAME" --role ${ROLES.join('|')} … [--password-stdin]
  Without --password-stdin a password is made, and shown this once.`,
  options: {
    name: { type: 'string' },
    role: { type: 'string', multiple: true },
    'password-stdin': { type: 'boolean' },
  },
  run: async (operator, given) => {
    const signInName = given.positionals[0];
    if (signInName === undefined) throw new CommandRefused('usage', 'Which sign-in name?');
    const isTyped = given.one('password-stdin') !== undefined;
    const password = isTyped ? await passwordFromInput() : randomBytes(12).toString('base64url');
    const clinic = await operator.clinic();
    const user = valueOf(
      await clinic.createUser({
        signInName,
        name: given.required('name'),
        password,
        roles: given.many('role').map(roleOf),
      }),
    );
    return {
      json: { ...user, ...(isTyped ? {} : { password }) },
      text: `${user.signInName} may sign in${isTyped ? '' : ` with the password ${password}`}.`,
    };
  },
};

export function roleOf(word: string): Role {
  const role = ROLES.find((known) => known === word);
  if (role) return role;
  throw new CommandRefused('unknown-role', `A role is one of ${ROLES.join(', ')}, not "${word}".`);
}

async function passwordFromInput(): Promise<string> {
  return (await text(process.stdin)).replace(/\r?\n$/, '');
}
