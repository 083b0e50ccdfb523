import { noticeRoom, recordsChannel, socketEvents, systemNoticeChannel } from '@convomatic/contracts/names';
import type { Logger } from '@convomatic/kit/logger';
import type { Meters } from '../meters.ts';
import { deliver } from './delivery.ts';
import { peekRoom, readNotice, readRecords } from './ingest.ts';
import type { Dropped } from './ingest.ts';
import type { Members } from '../members.ts';
import type { Orders } from './orders.ts';

interface RelayNeeds {
  members: Members;
  obey: Orders;
  meters: Meters;
  logger: Logger;
}

export const relayedChannels = [recordsChannel, systemNoticeChannel] as const;

/** Hands what is published to the local connections of its room. Nothing that is published makes it throw. */
export function createRelay({ members, obey, meters, logger }: RelayNeeds) {
  const drop = (channel: string, outcome: Dropped, bytes: number): void => {
    meters.messages.inc({ channel, outcome });
    logger.warn({ channel, outcome, bytes }, 'a published message was dropped');
  };

  const send = (room: string, name: Parameters<typeof deliver>[1], text: string): void => {
    const connections = members.of(room);
    deliver(connections, name, text);
    meters.deliveries.inc(connections.size);
  };

  const relayRecords = (payload: Buffer): void => {
    const room = peekRoom(payload);
    if (room !== undefined && members.of(room).size === 0) {
      meters.messages.inc({ channel: recordsChannel, outcome: 'no_member' });
      return;
    }
    const accepted = readRecords(payload);
    if (typeof accepted === 'string') {
      drop(recordsChannel, accepted, payload.length);
      return;
    }
    // First the rooms, then the event that tells of them: who learns of a room is in it already.
    obey(accepted);
    if (accepted.message.seq === undefined) meters.unnumbered.inc();
    meters.messages.inc({ channel: recordsChannel, outcome: 'relayed' });
    send(accepted.room, socketEvents.records, accepted.text);
  };

  const relayNotice = (payload: Buffer): void => {
    const accepted = readNotice(payload);
    if (typeof accepted === 'string') {
      drop(systemNoticeChannel, accepted, payload.length);
      return;
    }
    meters.messages.inc({ channel: systemNoticeChannel, outcome: 'relayed' });
    send(noticeRoom, socketEvents.notice, accepted.text);
  };

  return (channel: string, payload: Buffer): void => {
    if (channel === recordsChannel) relayRecords(payload);
    if (channel === systemNoticeChannel) relayNotice(payload);
  };
}
