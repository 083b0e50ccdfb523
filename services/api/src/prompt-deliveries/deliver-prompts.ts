import { groupRoom } from '@convomatic/contracts/names';
import type { EventDraft, NextSeq, Work } from '../platform/realtime/index.ts';
import { lockDeliverable, markDelivered } from './prompt-deliveries.repository.ts';
import type { DueDelivery } from './prompt-deliveries.repository.ts';

/** Each delivery with the number that its event will get, several of one room one after the other. */
const numberAll = (due: DueDelivery[], nextSeq: NextSeq): { id: number; seq: number }[] => {
  const given = new Map<number, number>();
  return due.map(({ id, session_id }) => {
    const before = given.get(session_id) ?? 0;
    given.set(session_id, before + 1);
    return { id, seq: nextSeq(groupRoom(session_id)) + before };
  });
};

/** Gives the sessions these prompts, each once; what was given already, or came too late, is passed over. */
export const deliverPrompts = async ({ trx, record }: Work, ids: number[]): Promise<number[]> => {
  const due = await lockDeliverable(trx, ids);
  const rooms = due.map(({ session_id }) => groupRoom(session_id));
  record(rooms, async (reader, nextSeq): Promise<EventDraft[]> => {
    const rows = await markDelivered(reader, numberAll(due, nextSeq));
    const byId = new Map(rows.map((row) => [row.id, row]));
    return due.flatMap(({ id, session_id, team_id }) => {
      const delivery = byId.get(id);
      if (!delivery) return [];
      const records = { prompt_deliveries: [delivery] };
      return [{ room: groupRoom(session_id), team_id, kind: 'prompt.delivered' as const, records }];
    });
  });
  return [];
};
