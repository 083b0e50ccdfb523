import type { Meters } from '../meters.ts';
import type { ChannelsServer, ChannelsSocket } from '../socket.ts';

const messagesASecond = 20;
const windowMs = 1_000;

const clock = (): number => performance.now();

/** Counts in windows of a second, which are the same for all; false when somebody sent too many. */
export function createAllowance(now: () => number = clock) {
  let startedAt = now();
  let counts = new WeakMap<object, number>();
  return (sender: object): boolean => {
    if (now() - startedAt >= windowMs) {
      startedAt = now();
      counts = new WeakMap();
    }
    const count = (counts.get(sender) ?? 0) + 1;
    counts.set(sender, count);
    return count <= messagesASecond;
  };
}

/** Ends connections that send more than a client of ours ever would, packets or not. */
export function limitInbound(io: ChannelsServer, meters: Meters): void {
  const isAllowed = createAllowance();
  // One for all: a closure for each would be there as long as its connection.
  function onPacket(this: ChannelsSocket['conn']): void {
    if (isAllowed(this)) return;
    meters.inbound.inc({ problem: 'flood' });
    this.close();
  }
  io.engine.on('connection', (conn: ChannelsSocket['conn']) => {
    conn.on('packet', onPacket);
  });
}
