import { CommandRefused, valueOf, type Command } from '../command.ts';

/** Typed by a person who has looked why the sync stands still. */
export const syncBeginAnew: Command = {
  words: 'sync begin-anew',
  summary: 'At the clinic: the way out of a halted sync; book and site tell each other everything.',
  usage: '[--restored] [--anyway]',
  options: { restored: { type: 'boolean' }, anyway: { type: 'boolean' } },
  run: async (operator, given) => {
    const clinic = await operator.clinic();
    const before = await clinic.syncState();
    if (before === null || before.mode === 'unpaired') {
      throw new CommandRefused('not-paired', 'The practice is not paired with a site.');
    }
    if (before.mode !== 'halted' && given.one('anyway') === undefined) {
      throw new CommandRefused(
        'not-halted',
        `The sync has not halted: it is ${before.mode}. --anyway begins anew all the same.`,
      );
    }
    const because = given.one('restored') !== undefined ? 'restored' : 'whole';
    const { mode, clinicHead } = valueOf(await clinic.beginResync(because));
    const { haltedBecause } = before;
    return {
      json: { mode, because, haltedBecause, clinicHead },
      text: [
        ...(haltedBecause === null ? [] : [`It had halted because of: ${haltedBecause}`]),
        'Book and site begin anew as soon as the Online Client reaches the site.',
        'Until then offered time is booked only knowingly. Nothing that was booked is lost.',
      ].join('\n'),
    };
  },
};
