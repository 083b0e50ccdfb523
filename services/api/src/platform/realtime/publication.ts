import type { Event } from '@convomatic/contracts';
import { noticeRoom, recordsChannel, systemNoticeChannel } from '@convomatic/contracts/names';
import type { EventKind } from '@convomatic/contracts/names';

/** An event as Redis gets it: `ring` tells all nodes to look at this person's rights now. */
export type Publication = { room: string; seq: number; text: string; channel: string; ring?: string };

/** Kinds in `user-{id}` that change what somebody may see. */
const rightsKinds: ReadonlySet<EventKind> = new Set([
  'membership.created',
  'membership.removed',
  'team.removed',
  'team.restored',
  'login.revoked',
  'watch.created',
  'watch.removed',
  'user.updated',
]);

const ringOf = ({ room, kind, seq }: Event): Pick<Publication, 'ring'> => {
  const [, userId] = /^user-(\d+)$/.exec(room) ?? [];
  if (userId === undefined || !rightsKinds.has(kind)) return {};
  return { ring: JSON.stringify({ user_id: Number(userId), seq }) };
};

/** A notice has its own channel, because every connection gets it, also one without a name. */
export const publicationOf = (event: Event): Publication => {
  const { room, seq, id, at } = event;
  const notice = room === noticeRoom ? event.records.notices?.[0] : undefined;
  if (!notice) return { room, seq, text: JSON.stringify(event), channel: recordsChannel, ...ringOf(event) };
  return { room, seq, text: JSON.stringify({ ...notice, seq, id, at }), channel: systemNoticeChannel };
};
