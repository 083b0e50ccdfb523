import { socketEvents } from '@convomatic/contracts/names';
import type { Logger } from '@convomatic/kit/logger';
import type { Meters } from '../meters.ts';
import type { ChannelsSocket, Connection } from '../socket.ts';

/** What a client may ask for, by the name of the event. Whatever it throws ends the connection. */
export type Requests = Record<string, (connection: Connection, received: unknown[]) => Promise<void> | void>;

interface InboundNeeds {
  requests: Requests;
  meters: Meters;
  logger: Logger;
}

export type Listen = (socket: ChannelsSocket) => void;

/** Hears what a client sends; what is unknown is counted. */
export function createInbound({ requests, meters, logger }: InboundNeeds): Listen {
  const answer = async (connection: Connection, name: string, received: unknown[]): Promise<void> => {
    try {
      await requests[name]?.(connection, received);
    } catch (error) {
      logger.error({ err: error, name }, 'a request of a client failed');
      connection.cut('request_failed');
    }
  };

  // Frames that are no packets end the connection by themselves.
  const onError = (): void => {
    meters.inbound.inc({ problem: 'rubbish' });
  };
  function onAny(this: ChannelsSocket, name: string, ...received: unknown[]): void {
    if (Object.hasOwn(requests, name)) void answer(this.data.connection, name, received);
    else meters.inbound.inc({ problem: 'unknown_event' });
  }

  return (socket) => {
    // In place of one that does nothing.
    socket.removeAllListeners('error').on('error', onError);
    socket.onAny(onAny);
  };
}

/** The names under which requests come. */
export const requestNames = {
  refresh: socketEvents.refresh,
  sync: socketEvents.sync,
  typing: socketEvents.typing,
} as const;
