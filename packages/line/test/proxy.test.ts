import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { proxyFor, socketUrl } from '../src/index.ts';

const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'];
const kept = new Map<string, string | undefined>();

beforeEach(() => {
  for (const name of names) {
    kept.set(name, process.env[name]);
    delete process.env[name];
  }
});

afterEach(() => {
  for (const [name, value] of kept) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

describe('the way to the site', () => {
  it('is straight where the environment names no proxy', () => {
    expect(proxyFor('https://boka.example/sync')).toBeNull();
  });

  it('goes through the proxy that the environment names, the socket as a request would', () => {
    process.env['HTTPS_PROXY'] = 'http://proxy.example:3128';
    expect(proxyFor('https://boka.example')?.host).toBe('proxy.example:3128');
    expect(proxyFor('wss://boka.example/sync')?.host).toBe('proxy.example:3128');
    expect(proxyFor('http://boka.example')).toBeNull();
  });

  it('is straight to the hosts that NO_PROXY names, and on this computer', () => {
    process.env['HTTPS_PROXY'] = 'http://proxy.example:3128';
    process.env['HTTP_PROXY'] = 'http://proxy.example:3128';
    process.env['NO_PROXY'] = '.example';
    expect(proxyFor('https://boka.example')).toBeNull();
    expect(proxyFor('https://boka.test')).not.toBeNull();
    expect(proxyFor('ws://127.0.0.1:4200/sync')).toBeNull();
    expect(proxyFor('http://localhost:4200')).toBeNull();
  });
});

describe('the address of the sync', () => {
  it('is a socket under the site, secure where the site is', () => {
    expect(socketUrl('https://boka.example')).toBe('wss://boka.example/sync');
    expect(socketUrl('http://127.0.0.1:4200/')).toBe('ws://127.0.0.1:4200/sync');
  });
});
