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

const ofTalk = ({ session, memberships }: Talk, target: number): Finding[] => {
  const people = memberships.filter(({ role }) => role === 'participant');
  const found =
    people.length === target
      ? []
      : [
          seat(
            `session ${String(session.id)} has ${String(people.length)} people instead of ${String(target)}`,
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
export const seatFindings = ({ group_target, witnesses, talks }: History): Finding[] => [
  ...witnesses.flatMap(ofWitness),
  ...talks.flatMap((talk) => ofTalk(talk, group_target)),
  ...witnesses.flatMap((witness) => ofMemberships(witness, talks)),
];
