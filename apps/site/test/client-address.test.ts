import { describe, expect, it } from 'vitest';
import { clientAddress, readProxies } from '../src/api/client-address.ts';

const call = (remoteAddress: string, forwarded?: string) =>
  ({
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  }) as Parameters<ReturnType<typeof clientAddress>>[0];

describe('whose call it is', () => {
  const behind = clientAddress(readProxies('10.0.0.0/8, 192.0.2.7, 2001:db8::/32'));

  it.each([
    ['the connection’s own, without a proxy', call('198.51.100.4'), '198.51.100.4'],
    ['the one that a named proxy tells', call('10.1.2.3', '198.51.100.4'), '198.51.100.4'],
    ['never what a stranger writes', call('198.51.100.4', '203.0.113.9'), '198.51.100.4'],
    [
      'the last that is no proxy of ours, whatever stands before it',
      call('10.1.2.3', '203.0.113.9, 198.51.100.4, 192.0.2.7'),
      '198.51.100.4',
    ],
    ['the proxy’s own when it tells nonsense', call('10.1.2.3', 'unknown'), '10.1.2.3'],
    ['the proxy’s own when all are proxies', call('10.1.2.3', '10.9.9.9'), '10.1.2.3'],
    ['an IPv4 address told over IPv6', call('::ffff:10.1.2.3', '198.51.100.4'), '198.51.100.4'],
    ['an IPv6 address', call('2001:db8::1', '2001:db9::5'), '2001:db9::5'],
  ])('is %s', (_, request, address) => {
    expect(behind(request)).toBe(address);
  });

  it('is the connection’s own while no proxy is named', () => {
    expect(clientAddress(readProxies(' '))(call('10.1.2.3', '198.51.100.4'))).toBe('10.1.2.3');
  });

  it.each(['proxy.example', '10.0.0.0/33', '10.0.0.0/', '10.0.0/8'])(
    'cannot be named: %s',
    (text) => {
      expect(() => readProxies(text)).toThrow(text);
    },
  );
});
