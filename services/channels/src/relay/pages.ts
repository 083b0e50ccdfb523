import type { Connection } from '../socket.ts';
import type { Delivery } from './delivery.ts';
import { frameOf } from './frame.ts';
import type { Frame } from './frame.ts';

const pageBytes = 64 * 1024;

interface PagesNeeds {
  connection: Connection;
  delivery: Delivery;
  /** False once the connection has left the room: then the rest is not its own any more. */
  isWanted: () => boolean;
}

/** Resolves when this frame and all before it have left, or the connection has ended. */
const pushAndWait = ({ connection, delivery }: PagesNeeds, frame: Frame): Promise<void> =>
  new Promise((resolve) => {
    const { conn } = connection.socket;
    const done = (): void => {
      conn.off('close', done);
      resolve();
    };
    conn.once('close', done);
    delivery.push(connection, frame, done);
  });

/** CH30: writes in pages, the next when the last has left; how long that may take is for the slow consumers to say. */
export async function writePages(needs: PagesNeeds, name: string, texts: string[]): Promise<void> {
  let written = 0;
  for (const text of texts) {
    if (!needs.isWanted()) return;
    const frame = frameOf(name, text);
    written += frame.bytes.length;
    if (written < pageBytes) {
      needs.delivery.push(needs.connection, frame);
      continue;
    }
    await pushAndWait(needs, frame);
    written = 0;
  }
}
