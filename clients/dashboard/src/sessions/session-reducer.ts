import type { Event, SessionView } from '@convomatic/contracts';
import { upsert } from '../platform/rows.ts';

const bySeq = (one: { seq: number | null }, other: { seq: number | null }): number =>
  (one.seq ?? 0) - (other.seq ?? 0);

/** One session with its talk after one event of its room. */
export const reduceSession = (state: SessionView, { records }: Event): SessionView => {
  const { id } = state.session;
  const ofSession = <T extends { session_id: number }>(rows: T[] = []): T[] =>
    rows.filter(({ session_id }) => session_id === id);
  const members = (records.memberships ?? []).filter(({ group_id }) => group_id === id);
  const delivered = ofSession(records.prompt_deliveries).filter(({ delivered_at }) => delivered_at !== null);
  return {
    ...state,
    session: records.sessions?.find((session) => session.id === id) ?? state.session,
    memberships: upsert(state.memberships, members, ({ user_id }) => user_id),
    messages: upsert(state.messages, ofSession(records.messages), (message) => message.id).sort(bySeq),
    prompt_deliveries: upsert(state.prompt_deliveries, delivered, (delivery) => delivery.id).sort(bySeq),
  };
};
