import type { EventKind } from '@convomatic/contracts/names';
import type { Records } from '@convomatic/contracts';

/** An event before it has a number. */
export type EventDraft = {
  room: string;
  /** Null in `user-{id}` and `notice`. */
  team_id: number | null;
  kind: EventKind;
  records: Records;
  /** Who did it; null for the server itself. */
  actor_id?: number | null;
  /** Whose words or acts the records hold, so that they can be erased. */
  subject_user_ids?: number[];
};
