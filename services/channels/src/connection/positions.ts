import { parsePosition } from '@convomatic/contracts/names';
import type { Meters } from '../meters.ts';
import type { Positions } from '../socket.ts';

/** What nobody honest exceeds; the rest is not looked at. */
const mostRooms = 256;

/**
 * Where a client says that it stands; null when it does not take part in the protocol. What is no position is counted
 * and left out: its room is sent as to somebody who fetches the state.
 */
export function readPositions(given: unknown, meters: Meters): Positions | null {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return null;
  const positions: Positions = new Map();
  for (const [room, text] of Object.entries(given).slice(0, mostRooms)) {
    const position = parsePosition(text);
    if (position) positions.set(room, position);
    else meters.inbound.inc({ problem: 'position' });
  }
  return positions;
}
