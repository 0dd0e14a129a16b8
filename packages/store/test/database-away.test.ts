import { describe, expect, it } from 'vitest';
import { isPassingFault } from '@tidbok/store/away';

const withCode = (code: string): Error => Object.assign(new Error('said no'), { code });

describe('a fault that passes is told from a fault of what was asked', () => {
  it.each([
    ['the disk is full', '53100'],
    ['the server is told to stop', '57P01'],
    ['the server starts up', '57P03'],
    ['a lock was not to be had in time', '55P03'],
    ['two waited for each other', '40P01'],
    ['the server takes no writes for a while', '25006'],
    ['whoever was in a transaction fell silent', '25P03'],
    ['the disk cannot be read', '58030'],
    ['nobody listens', 'ECONNREFUSED'],
  ])('%s: it passes', (_, code) => {
    expect(isPassingFault(withCode(code))).toBe(true);
  });

  it.each([
    ['a time is taken', '23P01'],
    ['a value is none', '22P02'],
    ['a table is missing', '42P01'],
    ['a function is at fault', 'P0001'],
  ])('%s: it does not', (_, code) => {
    expect(isPassingFault(withCode(code))).toBe(false);
  });

  it('looks at what is behind an error', () => {
    expect(isPassingFault(new Error('could not', { cause: withCode('53100') }))).toBe(true);
    expect(isPassingFault(new AggregateError([withCode('ECONNREFUSED')]))).toBe(true);
    expect(isPassingFault(new Error('Query read timeout'))).toBe(true);
  });
});
