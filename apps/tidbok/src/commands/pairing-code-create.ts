import type { Command } from '../command.ts';

/** Typed by the site's operator, who tells the clinic the code. */
export const pairingCodeCreate: Command = {
  words: 'pairing-code create',
  summary: 'At the site: makes a code by which one clinic may pair, once.',
  usage: '--practice NAME',
  options: { practice: { type: 'string' } },
  run: async (operator, given) => {
    const practice = given.required('practice');
    const made = await (await operator.site()).createPairingCode(practice);
    const expiresAt = new Date(made.expiresAt).toISOString();
    return {
      json: { code: made.code, expiresAt },
      text: `${made.code}  (for ${practice}, until ${expiresAt})`,
    };
  },
};
