import { randomInt } from 'node:crypto';
import { createServer, connect } from 'node:net';
import { Trouble } from './trouble.ts';

/**
 * Below the ports that systems give to outgoing connections: a server that is being started again must find its port
 * free, also while everybody who misses it tries to connect.
 */
const privatePorts = { from: 20_000, to: 32_000 };

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const port = randomInt(privatePorts.from, privatePorts.to);
    if (await isFree(port)) return port;
  }
  throw new Trouble('This machine has no free port on 127.0.0.1.');
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
  return !(await isAnswered(port)) && (await canListen(port));
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

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen(port, '127.0.0.1', () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
