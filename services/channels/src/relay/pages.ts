import type { Connection } from '../socket.ts';
import { frameOf } from './frame.ts';

const pageBytes = 64 * 1024;
const patienceMs = 30_000;

/** Resolves when all that was written has left; rejects when the connection ends first, or nothing leaves for long. */
const drained = ({ socket: { conn } }: Connection): Promise<void> =>
  new Promise((resolve, reject) => {
    const done = (settle: () => void): void => {
      clearTimeout(timer);
      conn.off('drain', onDrain);
      conn.off('close', onClose);
      settle();
    };
    const onDrain = (): void => {
      done(resolve);
    };
    const onClose = (): void => {
      done(() => {
        reject(new Error('the connection ended'));
      });
    };
    const timer = setTimeout(onClose, patienceMs);
    conn.once('drain', onDrain);
    conn.once('close', onClose);
  });

/** CH30: writes in pages, the next when the last has drained. */
export async function writePages(connection: Connection, name: string, texts: string[]): Promise<void> {
  let written = 0;
  for (const text of texts) {
    const { packet, bytes } = frameOf(name, text);
    connection.socket.conn.write(packet, { compress: false, wsPreEncodedFrame: [bytes] } as object);
    written += bytes.length;
    if (written < pageBytes) continue;
    await drained(connection);
    written = 0;
  }
}
