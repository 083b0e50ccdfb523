import { controlChannel, noticeRoom, recordsChannel, systemNoticeChannel } from '@convomatic/contracts/names';
import type { Logger } from '@convomatic/kit/logger';
import type { LocalRoom, LocalRooms } from '../local-rooms.ts';
import type { Meters } from '../meters.ts';
import { peekRoom, readNotice, readRecords } from './ingest.ts';
import type { Accepted, Dropped } from './ingest.ts';
import type { RoomWriter } from './room-writer.ts';
import type { Streams } from './streams.ts';

interface RelayNeeds {
  localRooms: LocalRooms;
  streams: Streams;
  writer: RoomWriter;
  ring: (payload: Buffer) => void;
  meters: Meters;
  logger: Logger;
}

export const relayedChannels = [recordsChannel, systemNoticeChannel, controlChannel] as const;

/** Hands what is published to the local connections of its room. Nothing that is published makes it throw. */
export function createRelay({ localRooms, streams, writer, ring, meters, logger }: RelayNeeds) {
  const drop = (channel: string, outcome: Dropped, bytes: number): void => {
    meters.messages.inc({ channel, outcome });
    logger.warn({ channel, outcome, bytes }, 'a published message was dropped');
  };

  const take = (room: LocalRoom, { seq, text }: Accepted): void => {
    if (seq !== undefined) {
      streams.accept(room, { seq, text });
      return;
    }
    meters.unnumbered.inc();
    writer.send(room, text);
  };

  const relay = (channel: string, payload: Buffer, read: (payload: Buffer) => Accepted | Dropped): void => {
    const accepted = read(payload);
    if (typeof accepted === 'string') {
      drop(channel, accepted, payload.length);
      return;
    }
    const room = localRooms.find(accepted.room);
    meters.messages.inc({ channel, outcome: room ? 'relayed' : 'no_member' });
    if (room) take(room, accepted);
  };

  const relayRecords = (payload: Buffer): void => {
    const name = peekRoom(payload);
    if (name !== undefined && !localRooms.find(name)) {
      meters.countForeign();
      return;
    }
    relay(recordsChannel, payload, readRecords);
  };

  return (channel: string, payload: Buffer): void => {
    if (channel === recordsChannel) relayRecords(payload);
    else if (channel === systemNoticeChannel)
      relay(channel, payload, (notice) => readNotice(notice, noticeRoom));
    else if (channel === controlChannel) ring(payload);
  };
}
