import { createServer, connect } from 'node:net';
import { Trouble } from './trouble.ts';

/** A port that nobody listens on, chosen by the system. */
export async function freePort(): Promise<number> {
  const port = await listenOnce(0);
  if (port === undefined) throw new Trouble('This machine has no free port on 127.0.0.1.');
  return port;
}

/** The wanted port, or the next free one after it. */
export async function freePortFrom(wanted: number): Promise<number> {
  for (let port = wanted; port < wanted + 100; port++) {
    if (await isFree(port)) return port;
  }
  throw new Trouble(`The ports ${wanted} to ${wanted + 99} are all taken; set PORT to a free one.`);
}

async function isFree(port: number): Promise<boolean> {
  // Some systems let a listener on one address hide behind a listener on all of them.
  return !(await isAnswered(port)) && (await listenOnce(port)) !== undefined;
}

function isAnswered(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: 'localhost' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}

function listenOnce(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(undefined);
    });
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : undefined);
      });
    });
  });
}
