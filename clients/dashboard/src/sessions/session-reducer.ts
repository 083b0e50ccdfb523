import type { Event, SessionView } from '@convomatic/contracts';
import { upsert } from '../platform/rows.ts';

type Told = { id: number; delivered_at: string | null };

/** What is for one person is numbered in another room than the rest: time orders both, and ids what is of one millisecond. */
const byTime = (one: Told, other: Told): number =>
  Date.parse(one.delivered_at ?? '') - Date.parse(other.delivered_at ?? '') || one.id - other.id;

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
    assignments:
      state.assignments &&
      upsert(state.assignments, ofSession(records.assignments), (assignment) => assignment.id),
    absences: upsert(state.absences, ofSession(records.absences), (absence) => absence.id),
    messages: upsert(state.messages, ofSession(records.messages), (message) => message.id).sort(byTime),
    prompt_deliveries: upsert(state.prompt_deliveries, delivered, (delivery) => delivery.id).sort(byTime),
  };
};
