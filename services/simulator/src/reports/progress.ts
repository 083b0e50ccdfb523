import type { Census } from '../participants/index.ts';

interface Needs {
  census: () => Census;
  write: (line: string) => void;
}

const lookEveryMs = 1_000;
/** Messages alone are news only so often. */
const talkEveryMs = 10_000;

const counted = (count: number, one: string): string => `${String(count)} ${one}${count === 1 ? '' : 's'}`;

const peopleOf = ({ arriving, waiting, talking, finished, sessions }: Census): string =>
  [
    arriving > 0 && `${String(arriving)} to come`,
    `${String(waiting)} waiting`,
    `${String(talking)} talking`,
    `${String(finished)} finished`,
    counted(sessions, 'group'),
  ]
    .filter((part) => part !== false)
    .join(' · ');

/** A line about everybody when somebody came further, and now and then while they talk. */
export const createProgress = ({ census, write }: Needs) => {
  const begunAt = performance.now();
  let told = { people: '', atMs: 0 };

  const say = (line: string): void => {
    write(`${String(Math.round((performance.now() - begunAt) / 1_000)).padStart(5)} s  ${line}`);
  };
  const tell = (): void => {
    const now = census();
    const people = peopleOf(now);
    const atMs = performance.now();
    if (people === told.people && atMs - told.atMs < talkEveryMs) return;
    told = { people, atMs };
    say(`${people} · ${counted(now.written, 'message')} written`);
  };
  const timer = setInterval(tell, lookEveryMs);

  return {
    say,
    end: (): void => {
      clearInterval(timer);
      if (told.people !== '') tell();
    },
  };
};
