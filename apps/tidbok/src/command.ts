import type { ParseArgsOptionsConfig } from 'node:util';
import type { Outcome } from '@tidbok/core';
import { refusalSentence } from '@tidbok/text';
import type { Operator } from './operator.ts';

/** What was typed after the command's words, by the names of its options. */
export type Given = {
  readonly positionals: readonly string[];
  /** The option's value; undefined when it was not given. */
  readonly one: (name: string) => string | undefined;
  /** The option's value; refuses when it was not given. */
  readonly required: (name: string) => string;
  readonly many: (name: string) => readonly string[];
};

/** What a command answers: one JSON value with `--json`, else lines for a person. */
export type Answer = {
  readonly json: object;
  readonly text: string;
  /** True when something is wrong that the command was asked to look for. */
  readonly isBad?: boolean;
};

export type Command = {
  /** As typed: `user create`. */
  readonly words: string;
  readonly summary: string;
  /** What follows the words, for `--help`. */
  readonly usage: string;
  readonly options: ParseArgsOptionsConfig;
  readonly run: (operator: Operator, given: Given) => Promise<Answer>;
};

/** An expected no: printed as one line, or as `{"error"}`, and the command ends with 1. */
export class CommandRefused extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** The value of an outcome; its refusal in the operator's words otherwise. */
export function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  const { code, details } = outcome.refusal;
  const sentence = refusalSentence(code, 'en', details);
  const about = details === undefined ? '' : ` ${JSON.stringify(details)}`;
  throw new CommandRefused(code, `${sentence}${about}`);
}
