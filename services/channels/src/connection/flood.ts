import type { Meters } from '../meters.ts';
import type { ChannelsServer, ChannelsSocket } from '../socket.ts';

const messagesASecond = 20;
const windowMs = 1_000;

const clock = (): number => performance.now();

/** Counts in windows of a second; false when there were too many. */
export function createAllowance(now: () => number = clock) {
  let startedAt = now();
  let count = 0;
  return (): boolean => {
    if (now() - startedAt >= windowMs) {
      startedAt = now();
      count = 0;
    }
    count += 1;
    return count <= messagesASecond;
  };
}

/** Ends connections that send more than a client of ours ever would, packets or not. */
export function limitInbound(io: ChannelsServer, meters: Meters): void {
  io.engine.on('connection', (conn: ChannelsSocket['conn']) => {
    const isAllowed = createAllowance();
    conn.on('data', () => {
      if (isAllowed()) return;
      meters.inbound.inc({ problem: 'flood' });
      conn.close();
    });
  });
}
