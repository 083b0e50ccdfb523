import { createLogger } from '@convomatic/kit/logger';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { startGateway } from './gateway.ts';
import type { Gateway } from './gateway.ts';

export interface BuiltUpstream {
  readonly server: Server;
  readonly url: string;
  close: () => Promise<void>;
}

export type Answer = (req: IncomingMessage, res: ServerResponse) => unknown;

/** A server on a free port; what a test does not care about answers 200. */
export async function buildUpstream(answer: Answer = (_req, res) => res.end('ok')): Promise<BuiltUpstream> {
  const server = createServer((req, res) => void answer(req, res)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return {
    server,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      // Upgraded connections are none that `closeAllConnections` knows.
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** A built dashboard and widget in a folder of their own, as far as the gateway looks at them. */
async function buildClients(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gateway-'));
  const files = {
    'dashboard/index.html': '<!doctype html><title>dashboard</title>',
    'dashboard/assets/index-BxY12_ab.js': 'export {}',
    'dashboard/favicon.svg': '<svg/>',
    'widget/index.html': '<!doctype html><title>widget</title>',
    'widget/loader.js': 'loader',
    'widget/assets/chat-Cd34_x-Z.js': 'chat',
  };
  for (const [name, content] of Object.entries(files)) {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

export interface BuiltGateway extends Gateway {
  readonly url: string;
  readonly metricsUrl: string;
}

export async function buildGateway(urls: {
  api: string;
  channels: string;
  collaboration?: string;
  trustedProxies?: string;
}): Promise<BuiltGateway> {
  const folder = await buildClients();
  const gateway = await startGateway({
    logger: createLogger({ service: 'gateway', level: 'silent' }),
    config: {
      PORT: 0,
      HOST: '127.0.0.1',
      METRICS_PORT: 0,
      TRUSTED_PROXIES: urls.trustedProxies ?? 'none',
      API_URL: urls.api,
      CHANNELS_URL: urls.channels,
      COLLABORATION_URL: urls.collaboration ?? urls.channels,
      DASHBOARD_DIR: join(folder, 'dashboard'),
      WIDGET_DIR: join(folder, 'widget'),
      LOG_LEVEL: 'silent',
    },
  });
  return {
    ...gateway,
    url: `http://127.0.0.1:${gateway.port}`,
    metricsUrl: `http://127.0.0.1:${String(gateway.metricsPort)}/metrics`,
    close: async () => {
      await gateway.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** Takes upgrades and sends back each byte; `sockets` are the connections that it holds. */
export function echoUpgrades(server: Server): Socket[] {
  const sockets: Socket[] = [];
  server.on('upgrade', (_req, socket: Socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n');
    socket.pipe(socket);
  });
  return sockets;
}

export type UpgradeAnswer = { socket: Socket } | { response: IncomingMessage; body: string };

/** Asks for an upgrade as a WebSocket client does. */
export async function askUpgrade(url: string, protocol = 'websocket'): Promise<UpgradeAnswer> {
  const { hostname, port, pathname } = new URL(url);
  const headers = { connection: 'Upgrade', upgrade: protocol, 'x-forwarded-for': '6.6.6.6' };
  const asked = request({ hostname, port, path: pathname, headers, agent: false });
  asked.end();
  return new Promise((resolve, reject) => {
    asked.once('error', reject);
    asked.once('upgrade', (_res, socket) => {
      resolve({ socket });
    });
    asked.once('response', (response) => {
      text(response).then((body) => {
        resolve({ response, body });
      }, reject);
    });
  });
}

export async function openUpgrade(url: string): Promise<Socket> {
  const answer = await askUpgrade(url);
  if ('socket' in answer) return answer.socket;
  throw new Error(`The upgrade was refused: ${String(answer.response.statusCode)} ${answer.body}`);
}
