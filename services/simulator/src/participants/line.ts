import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** One person's own way to the system, which can break. */
export interface Line {
  /** Stands for the system's address. */
  readonly url: string;
  /** What is under way is lost, and nothing comes through until it is mended. */
  cut: () => void;
  mend: () => void;
  close: () => void;
}

/** Where a line can stand in between: what is encrypted for another name would not be believed. */
export const canBreak = (address: string): boolean => new URL(address).protocol === 'http:';

/** A relay of bytes on this machine. */
export const createLine = async (address: string): Promise<Line> => {
  const { hostname: host, port } = new URL(address);
  const ends = new Set<Socket>();
  let isCut = false;

  const keep = (end: Socket, other: Socket): void => {
    ends.add(end);
    end.on('error', () => undefined);
    end.once('close', () => {
      ends.delete(end);
      other.destroy();
    });
  };
  const server = createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    const far = connect({ host, port: Number(port || 80), noDelay: true });
    keep(near, far);
    keep(far, near);
    near.setNoDelay().pipe(far);
    far.pipe(near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const end = (): void => {
    for (const socket of ends) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    cut: () => {
      isCut = true;
      end();
    },
    mend: () => {
      isCut = false;
    },
    close: () => {
      server.close();
      end();
    },
  };
};
