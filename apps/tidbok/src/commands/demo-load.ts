import { valueOf, type Command } from '../command.ts';
import { loadDemoPractice } from '../demo-practice.ts';

export const demoLoad: Command = {
  words: 'demo load',
  summary: 'Fills an empty clinic with the demo practice; a second time changes nothing.',
  usage: '',
  options: {},
  run: async (operator) => {
    const demo = valueOf(await loadDemoPractice(await operator.clinic()));
    return {
      json: demo,
      text: demo.loaded ? 'The demo practice is loaded.' : 'A practice stands there already.',
    };
  },
};
