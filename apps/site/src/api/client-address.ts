import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** So many forwarding steps are looked at; a longer list is somebody's invention. */
const maxSteps = 20;

export type AddressOf = (request: Pick<IncomingMessage, 'headers' | 'socket'>) => string;

/**
 * Whose call it is: the address that the connection comes from, or, when that is one of our named
 * proxies, the one that it says it had it from. What strangers say in X-Forwarded-For is not read.
 */
export function clientAddress(proxies: BlockList | null): AddressOf {
  return ({ headers, socket }) => {
    const direct = plainAddress(socket.remoteAddress ?? '');
    const forwarded = headers['x-forwarded-for'];
    if (proxies === null || forwarded === undefined || !isNamed(proxies, direct)) return direct;
    const steps = [forwarded].flat().join(',').split(',').slice(-maxSteps);
    for (const step of steps.toReversed()) {
      const address = plainAddress(step.trim());
      if (isIP(address) === 0) break;
      if (!isNamed(proxies, address)) return address;
    }
    return direct;
  };
}

/** Addresses and networks between commas; null for none. Throws for what is neither. */
export function readProxies(text: string): BlockList | null {
  const named = text.split(',').map((each) => each.trim());
  const given = named.filter((each) => each !== '');
  if (given.length === 0) return null;
  const proxies = new BlockList();
  for (const each of given) addProxy(proxies, each);
  return proxies;
}

function addProxy(proxies: BlockList, text: string): void {
  const [address = '', bits] = text.split('/');
  const version = isIP(address);
  const most = version === 6 ? 128 : 32;
  const length = bits === undefined ? most : Number(bits);
  const isLength = Number.isInteger(length) && length >= 0 && length <= most;
  if (version === 0 || bits === '' || !isLength) throw new Error(text);
  proxies.addSubnet(address, length, version === 6 ? 'ipv6' : 'ipv4');
}

function isNamed(proxies: BlockList, address: string): boolean {
  const version = isIP(address);
  return version !== 0 && proxies.check(address, version === 6 ? 'ipv6' : 'ipv4');
}

/** An IPv4 address that came over IPv6 is the same one. */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
}
