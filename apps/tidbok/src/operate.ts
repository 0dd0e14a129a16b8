import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { CommandRefused, type Command, type Given } from './command.ts';
import { commands } from './commands/index.ts';
import { openOperator } from './operator.ts';
import { SettingRefused } from '@tidbok/doorway';
import { readSettings } from './settings.ts';

/** Where a command prints: answers to `out`, everything else to `err`. */
export type Paper = {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
};

const everywhere = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;
const codes = { done: 0, refused: 1, misused: 2 };

/** Runs what was typed after `npm run tidbok --` and gives the exit code. */
export async function operate(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  paper: Paper,
): Promise<number> {
  const command = commands.find(({ words: name }) => startsWith(words, name.split(' ')));
  if (!command) {
    const isHelp = words.every((word) => word === '--help' || word === '-h');
    const [name = ''] = words.join(' ').split(' -', 1);
    if (isHelp) paper.out(overview());
    else paper.err(`There is no command "${name}".\n\n${overview()}`);
    return isHelp ? codes.done : codes.misused;
  }
  const wantsJson = words.includes('--json');
  try {
    return await runCommand(command, { words, environment, paper });
  } catch (error) {
    return refuse(error, wantsJson, paper);
  }
}

async function runCommand(
  command: Command,
  call: {
    words: readonly string[];
    environment: Readonly<Record<string, string | undefined>>;
    paper: Paper;
  },
): Promise<number> {
  const { words, paper } = call;
  const options: ParseArgsOptionsConfig = { ...command.options, ...everywhere };
  const args = words.slice(command.words.split(' ').length);
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  if (values['help'] === true) {
    paper.out(helpOf(command));
    return codes.done;
  }
  const operator = openOperator(readSettings(call.environment));
  try {
    const answer = await command.run(operator, given(values, positionals));
    paper.out(values['json'] === true ? JSON.stringify(answer.json) : answer.text);
    return answer.isBad === true ? codes.refused : codes.done;
  } finally {
    await operator.close();
  }
}

function given(
  values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>,
  positionals: readonly string[],
): Given {
  const one = (name: string): string | undefined => {
    const value = values[name];
    return value === undefined || value === false ? undefined : String(value);
  };
  return {
    positionals,
    one,
    required: (name) => {
      const value = one(name);
      if (value === undefined) throw new CommandRefused('usage', `--${name} is missing.`);
      return value;
    },
    many: (name) => [values[name] ?? []].flat().map(String),
  };
}

function refuse(error: unknown, wantsJson: boolean, paper: Paper): number {
  const message = error instanceof Error ? error.message : String(error);
  const isMisuse =
    (error instanceof TypeError && 'code' in error) ||
    (error instanceof CommandRefused && error.code === 'usage');
  const code = isMisuse ? 'usage' : error instanceof CommandRefused ? error.code : 'fault';
  paper.err(wantsJson ? JSON.stringify({ error: { code, message } }) : message);
  return isMisuse || error instanceof SettingRefused ? codes.misused : codes.refused;
}

function startsWith(words: readonly string[], name: readonly string[]): boolean {
  return name.every((word, index) => words[index] === word);
}

function overview(): string {
  const width = Math.max(...commands.map(({ words }) => words.length));
  const lines = commands.map(({ words, summary }) => `  ${words.padEnd(width)}  ${summary}`);
  return [
    'npm run tidbok -- COMMAND [--json]',
    '',
    ...lines,
    '',
    'COMMAND --help tells what a command takes.',
  ].join('\n');
}

function helpOf({ words, usage, summary }: Command): string {
  return `npm run tidbok -- ${words} ${usage}\n\n${summary}\n--json answers with one line of JSON.`;
}
