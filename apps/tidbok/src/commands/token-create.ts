import { ROLES } from '@tidbok/service/clinic';
import { CommandRefused, valueOf, type Command } from '../command.ts';
import { roleOf } from './user-create.ts';

export const tokenCreate: Command = {
  words: 'token create',
  summary: 'Makes a token for programs that call an API. It is shown this once.',
  usage: `--app book --role ${ROLES.join('|')} [--name NAME]`,
  options: {
    app: { type: 'string' },
    role: { type: 'string' },
    name: { type: 'string' },
  },
  run: async (operator, given) => {
    const app = given.required('app');
    if (app !== 'book') {
      throw new CommandRefused('unknown-app', `Tokens exist for the app "book", not "${app}".`);
    }
    const role = roleOf(given.required('role'));
    const clinic = await operator.clinic();
    const { token } = valueOf(await clinic.createToken(given.one('name') ?? `api-${role}`, role));
    return { json: { token }, text: token };
  },
};
