import { isIPv6 } from 'node:net';

/** The eight groups of an IPv6 address, however it is written. */
const groupsOf = (address: string): string[] => {
  // A URL's host is the one written form: small letters, no leading zeros, IPv4 at the end as two groups.
  const written = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = '', tail] = written.split('::');
  const before = head.split(':').filter(Boolean);
  const after = (tail ?? '').split(':').filter(Boolean);
  return [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after];
};

const toIPv4 = (groups: string[]): string =>
  groups
    .slice(6)
    .map((group) => Number.parseInt(group, 16))
    .flatMap((number) => [number >> 8, number & 255])
    .join('.');

/** What one subscriber has: an IPv4 address, or the /64 of an IPv6 address, whose rest anybody can change at will. */
export const networkOf = (address: string): string => {
  const [withoutZone = ''] = address.split('%');
  if (!isIPv6(withoutZone)) return address;
  const groups = groupsOf(withoutZone);
  const isMapped = groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff';
  return isMapped ? toIPv4(groups) : `${groups.slice(0, 4).join(':')}::/64`;
};
