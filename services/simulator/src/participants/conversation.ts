import type { Session } from '@convomatic/contracts';
import type { Chance } from '../platform/chance.ts';
import { remark } from '../messages/index.ts';

interface Needs {
  chance: Chance;
  name: string;
  /** The server's clock: its times say when the talk ends. */
  now: () => number;
  say: (message: { sessionId: number; body: string; again: boolean }) => void;
}

const fewest = 3;
const most = 7;
/** Said last so long before the end: later a slow server would refuse it, rightly. */
const silenceMs = 1_500;
const repeatShare = 0.1;

/** What one person says in a talk: a few remarks at chosen moments between its start and shortly before its end. */
export const createConversation = ({ chance, name, now, say }: Needs) => {
  const timers = new Set<NodeJS.Timeout>();
  let isBegun = false;

  const begin = (sessionId: number, endsAt: number): void => {
    isBegun = true;
    const spanMs = Math.max(0, endsAt - silenceMs - now());
    const moments = Array.from({ length: chance.whole(fewest, most) }, () => chance.between(0, spanMs));
    for (const [index, moment] of moments.toSorted((a, b) => a - b).entries()) {
      const body = remark(chance, `${name}.${String(index + 1)}`);
      const again = chance.next() < repeatShare;
      const timer = setTimeout(() => {
        timers.delete(timer);
        say({ sessionId, body, again });
      }, moment);
      timers.add(timer);
    }
  };

  const end = (): void => {
    for (const timer of timers) clearTimeout(timer);
    timers.clear();
  };

  return {
    /** Begins with the first active session that it sees, and ends with its end. */
    follow: (session: Session | null): void => {
      if (session?.state === 'active' && session.ends_at && !isBegun)
        begin(session.id, Date.parse(session.ends_at));
      if (session?.state === 'closed') end();
    },
    end,
  };
};
