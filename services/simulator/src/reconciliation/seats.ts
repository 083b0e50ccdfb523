import type { Finding } from './finding.ts';
import type { History, Talk, Witness } from './history.ts';

const seat = (text: string): Finding => ({ kind: 'seat', text });

/** What may not be true of one person's place. */
const wrongs: [string, (witness: Witness) => boolean][] = [
  ['was shown more than one talk', ({ session_ids }) => session_ids.length > 1],
  [
    'finished without an outcome',
    ({ participant }) => participant.state === 'finished' && participant.outcome === null,
  ],
  [
    'has an outcome and no code',
    ({ participant }) => participant.outcome !== null && participant.completion_code === null,
  ],
  [
    'completed without a talk',
    ({ participant, session }) => participant.outcome === 'completed' && session === null,
  ],
  [
    'has a closed talk and no outcome',
    ({ participant, session }) => session?.state === 'closed' && participant.outcome === null,
  ],
];

const ofWitness = (witness: Witness): Finding[] =>
  wrongs.filter(([, isSo]) => isSo(witness)).map(([text]) => seat(`${witness.name} ${text}`));

/** Fewer than wanted may begin, and at least the smallest group, when somebody's waiting limit has passed. */
const isSmallByRule = ({ session, memberships }: Talk, history: History): boolean => {
  const ids = new Set(memberships.map(({ user_id }) => user_id));
  const began = Date.parse(session.started_at ?? '');
  return history.witnesses.some(
    ({ participant: { user_id, waiting_until } }) =>
      ids.has(user_id) && waiting_until !== null && Date.parse(waiting_until) <= began,
  );
};

const ofTalk = (talk: Talk, history: History): Finding[] => {
  const { session, memberships } = talk;
  const { group_min, group_target } = history;
  const people = memberships.filter(({ role }) => role === 'participant');
  const isRight =
    people.length === group_target ||
    (people.length >= group_min && people.length < group_target && isSmallByRule(talk, history));
  const found = isRight
    ? []
    : [
        seat(
          `session ${String(session.id)} has ${String(people.length)} people instead of ${String(group_target)}`,
        ),
      ];
  const ids = people.map(({ user_id }) => user_id);
  return new Set(ids).size === ids.length
    ? found
    : [...found, seat(`session ${String(session.id)} holds somebody twice`)];
};

/** Whose membership the sessions know, against the session that the person was shown. */
const ofMemberships = ({ name, participant, session }: Witness, talks: readonly Talk[]): Finding[] => {
  const holders = talks
    .filter(({ memberships }) => memberships.some(({ user_id }) => user_id === participant.user_id))
    .map((talk) => talk.session.id);
  const shown = session ? [session.id] : [];
  return holders.join() === shown.join()
    ? []
    : [
        seat(
          `${name} was shown session ${shown.join() || 'none'} and is a member of ${holders.join(', ') || 'none'}`,
        ),
      ];
};

/** Everybody is in exactly one full group or has no talk; whoever is done has an outcome with a code. */
export const seatFindings = (history: History): Finding[] => [
  ...history.witnesses.flatMap(ofWitness),
  ...history.talks.flatMap((talk) => ofTalk(talk, history)),
  ...history.witnesses.flatMap((witness) => ofMemberships(witness, history.talks)),
];
