import type {
  Boot,
  Event,
  Message,
  Participant,
  Place,
  RoomPositions,
  SessionView,
} from '@convomatic/contracts';

/** The conversation as its members see it. */
export type Talk = Omit<SessionView, 'rooms' | 'server_time' | 'prompts' | 'assignments'>;

/** Everything that the screens draw of a participant's place. */
export type PlaceState = {
  user_id: number;
  participant: Participant;
  version_number: number;
  project: Place['project'];
  talk: Talk | null;
  rooms: RoomPositions;
};

/** Null where the token belongs to nobody's place, such as a researcher's login. */
export const placeOf = ({ user, place, rooms }: Boot): PlaceState | null => {
  if (!place) return null;
  const { participant, version_number, project, session } = place;
  return { user_id: user.id, participant, version_number, project, talk: session && talkOf(session), rooms };
};

const talkOf = ({
  session,
  memberships,
  absences,
  messages,
  more_messages,
  prompt_deliveries,
  farewell,
}: SessionView): Talk => ({
  session,
  memberships,
  absences,
  messages,
  more_messages,
  prompt_deliveries,
  farewell,
});

type Told = { id: number; seq: number | null; delivered_at: string | null; recipient_user_id: number | null };

/** By number in the session's room; what is for one person is numbered elsewhere, and stands where its time puts it. */
const isLater = (one: Told, other: Told): boolean =>
  one.recipient_user_id === null && other.recipient_user_id === null
    ? (one.seq ?? 0) > (other.seq ?? 0)
    : Date.parse(one.delivered_at ?? '') > Date.parse(other.delivered_at ?? '');

/** A row replaces the one with its id, or goes before the first that is later. */
const placed = <Row extends Told>(rows: Row[], row: Row): Row[] => {
  const at = rows.findIndex(({ id }) => id === row.id);
  if (at >= 0) return rows.with(at, row);
  const next = rows.findIndex((other) => isLater(other, row));
  return next < 0 ? [...rows, row] : rows.toSpliced(next, 0, row);
};

const upsert = <Row extends { id: number }>(rows: Row[], row: Row): Row[] => {
  const at = rows.findIndex(({ id }) => id === row.id);
  return at < 0 ? [...rows, row] : rows.with(at, row);
};

const applyToTalk = (
  talk: Talk,
  { sessions, memberships, absences, messages, prompt_deliveries }: Event['records'],
): Talk => {
  const { id } = talk.session;
  const isHere = (row: { session_id: number }): boolean => row.session_id === id;
  return {
    ...talk,
    session: sessions?.find((session) => session.id === id) ?? talk.session,
    memberships: talk.memberships.map(
      (old) => memberships?.find((row) => row.group_id === id && row.user_id === old.user_id) ?? old,
    ),
    absences: (absences ?? []).filter(isHere).reduce(upsert, talk.absences),
    messages: (messages ?? []).filter(isHere).reduce(placed, talk.messages),
    prompt_deliveries: (prompt_deliveries ?? []).filter(isHere).reduce(placed, talk.prompt_deliveries),
  };
};

/** The next state. What the state contains already, and rooms that it does not follow, change nothing. */
export const applyEvent = (state: PlaceState, { room, seq, records }: Event): PlaceState => {
  const last = state.rooms[room];
  if (last === undefined || seq <= last) return state;
  return {
    ...state,
    participant: records.participants?.find(({ id }) => id === state.participant.id) ?? state.participant,
    talk: state.talk && applyToTalk(state.talk, records),
    rooms: { ...state.rooms, [room]: seq },
  };
};

/** Adds messages that an answer brought rather than an event; numbers of rooms stay. */
export const withMessages = (
  state: PlaceState,
  messages: Message[],
  more = state.talk?.more_messages,
): PlaceState =>
  state.talk
    ? { ...state, talk: { ...applyToTalk(state.talk, { messages }), more_messages: more ?? false } }
    : state;

/** Whether the state tells of something that only a fresh one holds: a talk that began, or the outcome of one that ended. */
export const lacksRest = ({ participant, talk }: PlaceState): boolean =>
  participant.session_id !== (talk?.session.id ?? null) ||
  (talk?.session.state === 'closed' && (!participant.outcome || talk.farewell === null));
