import { createHash } from 'node:crypto';
import { Agent, createServer, request } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

type Node = { port: number; isReady: boolean };

export interface Balancer {
  readonly url: string;
  /** Resets some WebSockets in the middle; each share, from 0 up to 1, picks one of those that are open. */
  cut: (shares: readonly number[]) => number;
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

const join = (client: Socket, upstream: Socket): void => {
  for (const [one, other] of [
    [client, upstream],
    [upstream, client],
  ] as const) {
    one.setNoDelay(true);
    one.on('error', () => other.destroy());
    one.on('close', () => other.destroy());
    one.pipe(other);
  }
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

type Upgrading = { client: Socket; head: Buffer };

const upgrade = (node: Node | undefined, req: IncomingMessage, { client, head }: Upgrading): void => {
  if (!node) {
    client.end('HTTP/1.1 503 Service Unavailable\r\n\r\n');
    return;
  }
  const upstream = connect(node.port, host, () => {
    upstream.write(headOf(req));
    upstream.write(head);
  });
  join(client, upstream);
};

/**
 * What stands in front of several channel nodes: hashes the route of a page, passes over nodes that are not ready. It
 * ends with its thread.
 */
export async function startBalancer(ports: readonly number[]): Promise<Balancer> {
  const nodes = ports.map((port): Node => ({ port, isReady: false }));
  const wires = new Map<Socket, string>();
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
    wires.set(client, routeOf(req));
    client.once('close', () => wires.delete(client));
    upgrade(find(req), req, { client, head });
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://${host}:${String(port)}`,
    cut: (shares) => {
      const open = [...wires.keys()];
      const chosen = new Set(shares.map((share) => open[Math.floor(share * open.length)]));
      for (const wire of chosen) wire?.resetAndDestroy();
      return chosen.size;
    },
    block: (route) => {
      blocked.add(route);
      for (const [wire, one] of wires) if (one === route) wire.resetAndDestroy();
    },
    unblock: (route) => blocked.delete(route),
  };
}
