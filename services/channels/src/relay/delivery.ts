import type { socketEvents } from '@convomatic/contracts/names';
import type { Connection } from '../socket.ts';

type Outgoing = typeof socketEvents.records | typeof socketEvents.notice;

/** Socket.IO's `4` (message) is added by the engine; `2` is an event, and its arguments are one JSON array. */
const packetOf = (name: Outgoing, text: string): string => `2["${name}",${text}]`;

/**
 * Sends the published text, as it is, to each connection: encoded once, never parsed again. The one place that knows
 * how a packet looks, and guarded by a test with a real client.
 */
export function deliver(connections: ReadonlySet<Connection>, name: Outgoing, text: string): void {
  const packet = packetOf(name, text);
  for (const { socket } of connections) socket.conn.write(packet, { compress: false });
}
