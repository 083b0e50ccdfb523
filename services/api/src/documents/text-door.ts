import type { RichText } from '@convomatic/contracts';
import type { Knex } from 'knex';
import type { Work } from '../platform/realtime/index.ts';

/** A text and where it belongs. */
export type StoredText = {
  team_id: number;
  /** What is edited on the same node: a project with its prompts. */
  shard: string;
  text: RichText;
};

export type TextChange = {
  id: number;
  team_id: number;
  field: string;
  text: RichText;
  actor_id: number | null;
};

/** How a feature lets the texts of its records be read and written; undefined where there is no such record any more. */
export type TextDoor = {
  find: (trx: Knex, id: number, field: string) => Promise<StoredText | undefined>;
  /** The same, behind the lock under which the feature makes its own changes. */
  lock: (trx: Knex, id: number, field: string) => Promise<StoredText | undefined>;
  /** Writes a text that was locked in this unit of work, and tells of it as of any other change. */
  write: (work: Work, change: TextChange) => Promise<void>;
};
