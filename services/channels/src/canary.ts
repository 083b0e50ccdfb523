import { recordsChannel } from '@convomatic/contracts/names';
import type { EventLog } from '@convomatic/kit/event-log/event-log';
import type { Logger } from '@convomatic/kit/logger';
import { randomUUID } from 'node:crypto';
import { openCanaryClient } from './canary-client.ts';
import type { LocalRooms } from './local-rooms.ts';
import type { Meters } from './meters.ts';
import type { ChannelsServer } from './socket.ts';

interface CanaryNeeds {
  /** Where this node itself listens. */
  url: string;
  io: ChannelsServer;
  localRooms: LocalRooms;
  log: Pick<EventLog, 'append' | 'clear'>;
  meters: Meters;
  logger: Logger;
}

const oneSecond = 1_000;
const mostAwaited = 60;

/**
 * CH40: a client in the node hears one event a second, by the whole way that events take: log, Redis, relay, WebSocket.
 */
export function createCanary({ url, io, localRooms, log, meters, logger }: CanaryNeeds) {
  const room = `canary-${randomUUID()}`;
  const sentAt = new Map<number, number>();
  let seq = 0;
  let client: WebSocket | undefined;

  const entered = (connectionId: string): void => {
    const connection = io.of('/').sockets.get(connectionId)?.data.connection;
    if (connection) localRooms.join(connection, room);
  };

  const heard = (event: { room?: string; seq?: number }): void => {
    const then = event.room === room ? sentAt.get(event.seq ?? 0) : undefined;
    if (then === undefined) return;
    sentAt.delete(event.seq ?? 0);
    meters.canaryLag.observe((performance.now() - then) / 1_000);
    meters.canaryHeard();
  };

  const sing = async (): Promise<void> => {
    seq += 1;
    const at = new Date().toISOString();
    const text = JSON.stringify({ room, team_id: null, seq, id: seq, at, kind: 'canary', records: {} });
    sentAt.set(seq, performance.now());
    sentAt.delete(seq - mostAwaited);
    try {
      const appended = await log.append({ room, epoch: 1, seq, text, channel: recordsChannel });
      // Redis has lost the last ones: the log begins anew.
      if (appended === 'hole') await log.clear(room);
    } catch (error) {
      logger.debug({ err: error }, 'the canary could not be heard by Redis');
    }
  };

  const timer = setInterval(() => {
    if (!client || client.readyState === WebSocket.CLOSED) client = openCanaryClient({ url, entered, heard });
    void sing();
  }, oneSecond);

  return {
    close: async (): Promise<void> => {
      clearInterval(timer);
      client?.close();
      await log.clear(room).catch(() => undefined);
    },
  };
}
