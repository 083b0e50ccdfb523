import { logLength } from '@convomatic/contracts/names';
import type { Appended, LogHead, LogPage, NewEntry, ReadRequest, RoomTail } from './event-log.ts';

/** What Redis keeps of one room. Entries are without a gap and end at `head.top`, or there are none. */
export interface ModelLog {
  readonly head: LogHead | null;
  readonly entries: ReadonlyMap<number, string>;
}

export const emptyLog: ModelLog = { head: null, entries: new Map() };

/** The newest that follow each other up to `top`, as many as a log holds. */
const tailOf = (texts: ReadonlyMap<number, string>, top: number): Map<number, string> => {
  const newest: [number, string][] = [];
  for (let seq = top; newest.length < logLength; seq -= 1) {
    const text = texts.get(seq);
    if (text === undefined) break;
    newest.unshift([seq, text]);
  }
  return new Map(newest);
};

/** The rules of the scripts in plain code: the oracle of their tests, and the log of the protocol's model check. */
export const appendTo = (
  log: ModelLog,
  { epoch, seq, text }: Pick<NewEntry, 'epoch' | 'seq' | 'text'>,
): { log: ModelLog; outcome: Appended } => {
  const { head } = log;
  if (head && head.epoch > epoch) return { log, outcome: 'hole' };
  const isKnown = head?.epoch === epoch;
  if (isKnown && seq <= head.top) return { log, outcome: 'duplicate' };
  if (isKnown && seq > head.top + 1) return { log, outcome: 'hole' };
  const texts = new Map(isKnown ? log.entries : []).set(seq, text);
  return { log: { head: { epoch, top: seq }, entries: tailOf(texts, seq) }, outcome: 'appended' };
};

export const refillOf = (
  { head, entries }: ModelLog,
  { epoch, last, texts }: Omit<RoomTail, 'room'>,
): ModelLog => {
  const isKnown = head?.epoch === epoch;
  const merged = new Map(isKnown ? entries : []);
  texts.forEach((text, index) => merged.set(last - texts.length + 1 + index, text));
  const top = isKnown ? Math.max(head.top, last) : last;
  return { head: { epoch, top }, entries: tailOf(merged, top) };
};

export const ensureIn = (log: ModelLog, { epoch, top }: LogHead): ModelLog =>
  log.head && log.head.epoch >= epoch ? log : { head: { epoch, top }, entries: new Map() };

export const readFrom = (
  { head, entries }: ModelLog,
  { after, limit = logLength }: Omit<ReadRequest, 'room' | 'bytes'>,
): LogPage | null => {
  if (!head) return null;
  const [first = head.top + 1] = entries.keys();
  const following = [...entries].filter(([seq]) => seq > after).slice(0, limit);
  return { ...head, first, entries: following.map(([seq, text]) => ({ seq, text })) };
};

/** What time and pressure do: the oldest entries go. */
export const trimTo = ({ head, entries }: ModelLog, count: number): ModelLog => ({
  head,
  entries: new Map(count === 0 ? [] : [...entries].slice(-count)),
});
