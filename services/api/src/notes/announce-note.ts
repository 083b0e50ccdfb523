import type { Note } from '@convomatic/contracts';
import { groupRoom } from '@convomatic/contracts/names';
import type { EventKind } from '@convomatic/contracts/names';
import type { Knex } from 'knex';
import type { Work } from '../platform/realtime/index.ts';
import type { TeamScope } from '../platform/scopes.ts';

type Announcement = {
  scope: TeamScope;
  kind: Extract<EventKind, `note.${string}`>;
  actor_id: number;
  /** Makes the change once the number of its event is known. */
  change: (trx: Knex, seq: number) => Promise<Note>;
};

/** Tells the team's room, and never a session's: participants must not know that there are notes. */
export const announceNote = ({ record }: Work, { scope, kind, actor_id, change }: Announcement): void => {
  const { team_id } = scope;
  const room = groupRoom(team_id);
  record([room], async (trx, nextSeq) => {
    const note = await change(trx, nextSeq(room));
    return [{ room, team_id, kind, records: { notes: [note] }, actor_id }];
  });
};
