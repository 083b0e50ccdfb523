import type { ChannelsSocket } from '../socket.ts';

type Handshake = Pick<ChannelsSocket['handshake'], 'address' | 'headers'>;

/** Who connects, as far as our own proxies say so: the last address that none of them has. */
export function addressOf({ address, headers }: Handshake, isTrusted: (address: string) => boolean): string {
  const hops = String(headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((hop) => hop.trim())
    .filter((hop) => hop !== '');
  let client = address;
  while (isTrusted(client)) {
    const before = hops.pop();
    if (before === undefined) break;
    client = before;
  }
  return client;
}

const windowMs = 60_000;

/** Counts in windows of a minute; false when an address had its share. A class room is one address. */
export function createConnectLimit(
  mostAMinute: number,
  now: () => number = performance.now.bind(performance),
) {
  const counts = new Map<string, number>();
  let startedAt = now();
  return (address: string): boolean => {
    if (now() - startedAt >= windowMs) {
      counts.clear();
      startedAt = now();
    }
    const count = (counts.get(address) ?? 0) + 1;
    counts.set(address, count);
    return count <= mostAMinute;
  };
}
