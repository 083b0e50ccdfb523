import { createHash } from 'node:crypto';
import { Agent, createServer, request } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { Transform } from 'node:stream';
import { createSieve, findDelivered } from './sieve.ts';
import type { Sieve } from './sieve.ts';

type Node = { port: number; isReady: boolean };

export interface Balancer {
  readonly url: string;
  /** Resets some WebSockets in the middle; each share, from 0 up to 1, picks one of those that are open. */
  cut: (shares: readonly number[]) => number;
  /** The next event on some WebSockets, picked in the same way, never arrives. */
  drop: (shares: readonly number[]) => void;
  dropped: () => number;
  /** Keeps a page away until it is let back; what it has is reset. */
  block: (route: string) => void;
  unblock: (route: string) => void;
}

const lookEveryMs = 250;
const host = '127.0.0.1';

const isReady = (port: number): Promise<boolean> =>
  fetch(`http://${host}:${String(port)}/readyz`, { signal: AbortSignal.timeout(1_000) }).then(
    ({ ok }) => ok,
    () => false,
  );

const weigh = (route: string, { port }: Node): string =>
  createHash('sha1')
    .update(`${route} ${String(port)}`)
    .digest('hex');

const routeOf = ({ url = '' }: IncomingMessage): string =>
  new URL(url, 'http://balancer').searchParams.get('route') ?? '';

/** A page keeps its node for as long as that is ready: polling needs that. */
const choose = (nodes: readonly Node[], route: string): Node | undefined => {
  const ready = nodes.filter((node) => node.isReady);
  return ready.toSorted((one, other) => (weigh(route, one) < weigh(route, other) ? -1 : 1))[0];
};

const headOf = ({ method, url, rawHeaders }: IncomingMessage): string => {
  const lines = [`${method ?? ''} ${url ?? ''} HTTP/1.1`];
  for (let index = 0; index < rawHeaders.length; index += 2)
    lines.push(`${rawHeaders[index] ?? ''}: ${rawHeaders[index + 1] ?? ''}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
};

const through = ({ sift }: Sieve): Transform =>
  new Transform({
    transform: (bytes: Buffer, _encoding, done) => {
      done(null, sift(bytes));
    },
  });

const join = (client: Socket, upstream: Socket, sieve: Sieve): void => {
  for (const [one, other] of [
    [client, upstream],
    [upstream, client],
  ] as const) {
    one.setNoDelay(true);
    one.on('error', () => other.destroy());
    one.on('close', () => other.destroy());
  }
  client.pipe(upstream);
  upstream.pipe(through(sieve)).pipe(client);
};

/** Where polling goes; a request that fails in the middle fails for its client, too. */
const forward = (node: Node | undefined, req: IncomingMessage, res: ServerResponse): void => {
  if (!node) {
    res.writeHead(503).end();
    return;
  }
  const { method, url: path, headers } = req;
  const upstream = request({ host, port: node.port, method, path, headers, agent: new Agent() });
  upstream.on('response', (answer) => {
    res.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.on('error', () => res.destroy());
    answer.pipe(res);
  });
  upstream.on('error', () => (res.headersSent ? res.destroy() : res.writeHead(502).end()));
  req.pipe(upstream);
};

type Upgrading = { client: Socket; head: Buffer; sieve: Sieve };

const upgrade = (node: Node | undefined, req: IncomingMessage, { client, head, sieve }: Upgrading): void => {
  if (!node) {
    client.end('HTTP/1.1 503 Service Unavailable\r\n\r\n');
    return;
  }
  const upstream = connect(node.port, host, () => {
    upstream.write(headOf(req));
    upstream.write(head);
  });
  join(client, upstream, sieve);
};

/**
 * What stands in front of several channel nodes: hashes the route of a page, passes over nodes that are not ready. It
 * ends with its thread.
 */
export async function startBalancer(ports: readonly number[]): Promise<Balancer> {
  const nodes = ports.map((port): Node => ({ port, isReady: false }));
  const wires = new Map<Socket, { route: string; sieve: Sieve }>();
  let dropped = 0;
  const blocked = new Set<string>();
  const find = (req: IncomingMessage): Node | undefined =>
    blocked.has(routeOf(req)) ? undefined : choose(nodes, routeOf(req));
  const look = async (): Promise<void> => {
    await Promise.all(nodes.map(async (node) => (node.isReady = await isReady(node.port))));
  };
  await look();
  setInterval(() => void look(), lookEveryMs);

  const server = createServer((req, res) => {
    forward(find(req), req, res);
  });
  server.on('upgrade', (req, client: Socket, head) => {
    const sieve = createSieve(findDelivered, () => (dropped += 1));
    wires.set(client, { route: routeOf(req), sieve });
    client.once('close', () => wires.delete(client));
    upgrade(find(req), req, { client, head, sieve });
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;

  const pick = (shares: readonly number[]) => {
    const open = [...wires];
    return open.filter((_wire, at) => shares.some((share) => Math.floor(share * open.length) === at));
  };

  return {
    url: `http://${host}:${String(port)}`,
    cut: (shares) => {
      const chosen = pick(shares);
      for (const [wire] of chosen) wire.resetAndDestroy();
      return chosen.length;
    },
    drop: (shares) => {
      for (const [, { sieve }] of pick(shares)) sieve.drop(1);
    },
    dropped: () => dropped,
    block: (route) => {
      blocked.add(route);
      for (const [wire, one] of wires) if (one.route === route) wire.resetAndDestroy();
    },
    unblock: (route) => blocked.delete(route),
  };
}
