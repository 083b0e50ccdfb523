import { setTimeout as pause } from 'node:timers/promises';
import type { Participant as Seated } from '@convomatic/contracts';
import { ApiError } from '@convomatic/sdk';
import type { Chance } from '../platform/chance.ts';
import { insist } from '../platform/insist.ts';
import type { Screen } from './screen.ts';
import type { Seat } from './seat.ts';

interface Needs {
  chance: Chance;
  seat: Seat;
  screen: Screen;
  /** What the system answered. */
  show: (participant: Seated) => void;
  failed: (error: unknown) => void;
  signal: AbortSignal;
}

/** How long a person takes to read a question and press a button. */
const thinkMs = { shortest: 300, longest: 1_500 };
/** Of those who are asked whether they are there: so many look away, are put aside and come back. */
const inattentiveShare = 0.03;

/** What the screen asks of the person now, if anything; the same text for the same question. */
const questionOf = ({ participant }: Screen): string | null => {
  if (!participant) return null;
  const { state, ready_until, attention_until } = participant;
  if (state === 'joined' || state === 'aside') return state;
  if (state === 'ready') return `ready ${ready_until ?? ''}`;
  return attention_until === null ? null : `attention ${attention_until}`;
};

/** The limit passed, or the talk began, while the answer was on its way. */
const isTooLate = (error: unknown): boolean =>
  error instanceof ApiError && error.code === 'illegal_transition';

/** Answers what the page asks: consent, whether one is ready, whether one is still there, and the way back. */
export const createManners = ({ chance, seat, screen, show, failed, signal }: Needs) => {
  const answered = new Set<string>();
  /** Nobody is put aside twice for looking away. */
  let hasLookedAway = false;

  const looksAway = (): boolean => {
    if (hasLookedAway || chance.next() >= inattentiveShare) return false;
    hasLookedAway = true;
    return true;
  };
  const answers: Record<string, () => Promise<Seated>> = {
    joined: () => seat.consent(screen.versionNumber),
    ready: seat.confirm,
    aside: seat.return,
    attention: seat.answerAttention,
  };

  const answer = async (question: string): Promise<void> => {
    await pause(chance.between(thinkMs.shortest, thinkMs.longest), undefined, { signal });
    // Somebody else's answer may have changed what is asked.
    if (questionOf(screen) !== question) return;
    const [kind = ''] = question.split(' ');
    const give = answers[kind];
    if (give) show(await insist(give, signal));
  };

  return {
    follow: (): void => {
      const question = questionOf(screen);
      // Whoever was put aside once more is asked once more.
      if (question !== 'aside') answered.delete('aside');
      if (question === null || answered.has(question)) return;
      answered.add(question);
      if (question.startsWith('ready') && looksAway()) return;
      answer(question).catch((error: unknown) => {
        if (!signal.aborted && !isTooLate(error)) failed(error);
      });
    },
  };
};
