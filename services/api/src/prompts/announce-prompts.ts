import type { Prompt } from '@convomatic/contracts';
import { groupRoom, maxEventBytes } from '@convomatic/contracts/names';
import type { EventKind } from '@convomatic/contracts/names';
import type { Work } from '../platform/realtime/index.ts';
import type { TeamScope } from '../platform/scopes.ts';
import { findPrompts } from './prompts.repository.ts';

const pageBytes = maxEventBytes - 2_048;

/** Pages that each fit into one event, whatever the length of the texts. */
export const pagesOf = (prompts: Prompt[]): Prompt[][] => {
  const pages: Prompt[][] = [];
  let left = 0;
  for (const prompt of prompts) {
    const bytes = Buffer.byteLength(JSON.stringify(prompt)) + 1;
    if (bytes > left) {
      pages.push([]);
      left = pageBytes;
    }
    pages.at(-1)?.push(prompt);
    left -= bytes;
  }
  return pages;
};

type Announcement = {
  scope: TeamScope;
  kind: Extract<EventKind, `prompt.${string}`>;
  /** Every prompt that is different now: the one it is about, and those whose rank changed. */
  ids: number[];
  /** Null where nobody in particular did it. */
  actor_id: number | null;
};

export const announcePrompts = (
  { record }: Pick<Work, 'record'>,
  { scope, kind, ids, actor_id }: Announcement,
): void => {
  const room = groupRoom(scope.team_id);
  record([room], async (trx) =>
    pagesOf(await findPrompts(trx, scope, ids)).map((prompts) => ({
      room,
      team_id: scope.team_id,
      kind,
      records: { prompts },
      actor_id,
    })),
  );
};
