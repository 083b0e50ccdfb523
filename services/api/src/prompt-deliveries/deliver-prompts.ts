import type { PromptDelivery } from '@convomatic/contracts';
import { groupRoom } from '@convomatic/contracts/names';
import type { EventDraft, NextSeq, Work } from '../platform/realtime/index.ts';
import { lockDeliverable, markDelivered } from './prompt-deliveries.repository.ts';
import type { DueDelivery } from './prompt-deliveries.repository.ts';

/** Each delivery with the number that its event will get, several of one room one after the other. */
const numberAll = (due: DueDelivery[], nextSeq: NextSeq): { id: number; seq: number }[] => {
  const given = new Map<string, number>();
  return due.map(({ id, room }) => {
    const before = given.get(room) ?? 0;
    given.set(room, before + 1);
    return { id, seq: nextSeq(room) + before };
  });
};

/** A prompt for one person is told in that person's own room; the team, which sees everything, gets a copy in its own. */
const draftsOf = (
  { room, team_id, recipient_user_id }: DueDelivery,
  delivery: PromptDelivery,
): EventDraft[] => {
  const told = { kind: 'prompt.delivered' as const, records: { prompt_deliveries: [delivery] } };
  if (recipient_user_id === null) return [{ ...told, room, team_id }];
  return [
    { ...told, room, team_id: null },
    { ...told, room: groupRoom(team_id), team_id },
  ];
};

const roomsOf = ({ room, team_id, recipient_user_id }: DueDelivery): string[] =>
  recipient_user_id === null ? [room] : [room, groupRoom(team_id)];

/**
 * Gives the sessions these prompts, each once; what was given already, or came too late, is passed over. Answers those
 * that wait for the end of a pause.
 */
export const deliverPrompts = async ({ trx, record }: Work, ids: number[]): Promise<number[]> => {
  const { due, waiting } = await lockDeliverable(trx, ids);
  record(due.flatMap(roomsOf), async (reader, nextSeq): Promise<EventDraft[]> => {
    const rows = await markDelivered(reader, numberAll(due, nextSeq));
    const byId = new Map(rows.map((row) => [row.id, row]));
    return due.flatMap((one) => {
      const delivery = byId.get(one.id);
      return delivery ? draftsOf(one, delivery) : [];
    });
  });
  return waiting;
};
