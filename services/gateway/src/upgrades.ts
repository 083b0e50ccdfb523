import { requestIdFrom } from '@convomatic/kit/ids';
import type { Request } from 'express';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { PrepareForwarding } from './forwarded.ts';
import type { Proxies } from './proxies.ts';
import { upgradeUpstreamOf } from './upstreams.ts';

interface UpgradesNeeds {
  proxies: Proxies;
  prepareForwarding: PrepareForwarding;
  /** Called with how many are open now. */
  onCount: (open: number) => void;
}

export interface Upgrades {
  upgrade: (req: IncomingMessage, socket: Socket, head: Buffer) => void;
  /** Ends all that are open: no server closes before them. */
  closeAll: () => void;
}

/** Anything else that asks for an upgrade, such as HTTP/2 in clear text, is answered as the request that it is. */
export const isWebsocket = (req: IncomingMessage): boolean =>
  req.headers.upgrade?.toLowerCase() === 'websocket' && upgradeUpstreamOf(req.url ?? '') !== undefined;

export function createUpgrades({ proxies, prepareForwarding, onCount }: UpgradesNeeds): Upgrades {
  const open = new Set<Socket>();

  const track = (socket: Socket): void => {
    open.add(socket);
    onCount(open.size);
    socket.once('close', () => {
      open.delete(socket);
      onCount(open.size);
    });
  };

  return {
    upgrade: (req, socket, head) => {
      const upstream = upgradeUpstreamOf(req.url ?? '');
      if (!upstream) {
        socket.destroy();
        return;
      }
      track(socket);
      prepareForwarding(req, requestIdFrom(req.headers['x-request-id']));
      // The proxy reads an express request's headers and url alone, which an upgrade has too.
      proxies[upstream].upgrade(req as Request, socket, head);
    },
    closeAll: () => {
      for (const socket of open) socket.destroySoon();
    },
  };
}
