import { BlockList, isIP, isIPv6 } from 'node:net';

const named: Record<string, readonly string[]> = {
  none: [],
  loopback: ['127.0.0.0/8', '::1/128'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIPv6(address) ? 'ipv6' : 'ipv4');

interface Range {
  address: string;
  bits: number;
}

function rangeOf(text: string): Range | undefined {
  const [address = '', bits, ...rest] = text.split('/');
  const most = isIPv6(address) ? 128 : 32;
  const isWhole = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most);
  return isIP(address) && isWhole && rest.length === 0 ? { address, bits: Number(bits ?? most) } : undefined;
}

const partsOf = (list: string): string[] =>
  list.split(',').flatMap((part) => named[part.trim()] ?? [part.trim()]);

/** Whether each part is an address, a range such as `10.0.0.0/8`, or one of the names. */
export const isProxyList = (list: string): boolean =>
  partsOf(list).every((part) => rangeOf(part) !== undefined);

/**
 * Whether what an address says about hops before it is believed: for express's `trust proxy`, and for a proxy.
 * IPv4 in IPv6 (`::ffff:10.0.0.1`) counts as IPv4.
 */
export function createIsTrusted(list: string): (address: string) => boolean {
  const trusted = new BlockList();
  for (const range of partsOf(list).map(rangeOf)) {
    if (range) trusted.addSubnet(range.address, range.bits, familyOf(range.address));
  }
  return (address) => isIP(address) !== 0 && trusted.check(address, familyOf(address));
}
