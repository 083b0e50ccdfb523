import { HocuspocusProviderWebsocket } from '@hocuspocus/provider';

/**
 * A socket that queues nothing while it is away: the handshake brings what was typed meanwhile in one message, and a
 * queue would send it again, keystroke by keystroke.
 */
class LeanSocket extends HocuspocusProviderWebsocket {
  override send(message: unknown): void {
    if (this.webSocket?.readyState === WebSocket.OPEN) super.send(message);
  }
}

const connect = (shard: string): LeanSocket => {
  const url = new URL(`/collaboration/${shard}`, location.href);
  url.protocol = url.protocol.replace('http', 'ws');
  return new LeanSocket({ url: url.href, delay: 500, minDelay: 500, maxDelay: 5_000 });
};

/** One socket for all texts of a project, for as long as one of them is open. */
export const createSockets = () => {
  const open = new Map<string, { socket: LeanSocket; texts: number }>();
  return {
    take: (shard: string): HocuspocusProviderWebsocket => {
      const { socket, texts } = open.get(shard) ?? { socket: connect(shard), texts: 0 };
      open.set(shard, { socket, texts: texts + 1 });
      return socket;
    },
    release: (shard: string): void => {
      const { socket, texts = 0 } = open.get(shard) ?? {};
      if (socket && texts > 1) {
        open.set(shard, { socket, texts: texts - 1 });
        return;
      }
      open.delete(shard);
      socket?.destroy();
    },
  };
};
