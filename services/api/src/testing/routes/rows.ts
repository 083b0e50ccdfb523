import { accountRows } from './account-rows.ts';
import { careRows } from './care-rows.ts';
import { participantRows } from './participant-rows.ts';
import { projectRows } from './project-rows.ts';
import type { Rows } from './row.ts';
import { sessionRows } from './session-rows.ts';
import { talkRows } from './talk-rows.ts';
import { teamRows } from './team-rows.ts';

/** Every route of the api, with a request that works. */
export const rows: Rows = {
  ...accountRows,
  ...careRows,
  ...participantRows,
  ...projectRows,
  ...sessionRows,
  ...talkRows,
  ...teamRows,
};
