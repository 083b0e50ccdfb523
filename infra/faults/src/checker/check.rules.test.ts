import { describe, expect, it } from '@jest/globals';
import { check, leadingTo } from './index.ts';
import type { Evidence, History, Moment, Rule } from './index.ts';

const room = 'group-7';
const digest = (seq: number): string => `digest of ${String(seq)}`;

const shown = (at: number, seq: number): Moment => ({
  at,
  what: 'shown',
  view: 'talk',
  rooms: { [room]: seq },
});
const heard = (at: number, seq: number): Moment => ({ at, what: 'heard', room, seq, digest: digest(seq) });
const applied = (at: number, seq: number): Moment => ({
  at,
  what: 'applied',
  view: 'talk',
  room,
  seq,
  id: seq,
});
const status = (at: number, name: string): Moment => ({ at, what: 'status', status: name });

/** A client that was connected, saw four events come and recovered the fifth by a new state. */
const flawless: History = {
  client: 'Ada',
  isFollowing: true,
  rights: [{ room, from: 0, until: Infinity, graceMs: 1_000 }],
  moments: [
    status(1, 'live'),
    shown(2, 0),
    ...[1, 2, 3, 4].flatMap((seq) => [heard(seq * 1_000, seq), applied(seq * 1_000, seq)]),
    status(5_000, 'offline'),
    status(6_000, 'live'),
    shown(6_001, 5),
  ],
};

const evidenceOf = (history: Partial<History>, rest: Partial<Evidence> = {}): Evidence => ({
  histories: [{ ...flawless, ...history }],
  committed: new Map([[room, [1, 2, 3, 4, 5].map((id) => ({ id, digest: digest(id) }))]]),
  heads: { [room]: 5 },
  samples: [1, 2, 3, 4, 5, 6, 7].map((second) => ({
    at: second * 1_000,
    heads: { [room]: Math.min(second, 5) },
    isRedisUp: true,
  })),
  endings: [{ client: 'Ada', view: 'talk', shown: '[1]', fresh: '[1]' }],
  leaks: [],
  leftovers: [],
  ...rest,
});

const broken = (evidence: Evidence): Rule[] => [...new Set(check(evidence).map(({ rule }) => rule))];

const without = (seq: number): Moment[] =>
  flawless.moments.filter((moment) => moment.what !== 'applied' || moment.seq !== seq);

describe('the checker', () => {
  it('finds nothing in a flawless history', () => {
    expect(check(evidenceOf({}))).toEqual([]);
  });

  it('finds an event that was applied before the one before it', () => {
    expect(broken(evidenceOf({ moments: without(2) }))).toEqual(['in order']);
  });

  it('finds an event that was applied twice', () => {
    const moments = [...flawless.moments.slice(0, 6), applied(2_001, 2), ...flawless.moments.slice(6)];
    expect(broken(evidenceOf({ moments }))).toEqual(['once']);
  });

  it('finds an event that was applied without a state before it', () => {
    const moments = flawless.moments.filter(({ what }, index) => what !== 'shown' || index > 1);
    expect(broken(evidenceOf({ moments }))).toContain('in order');
  });

  it('finds a state that is older than what was applied', () => {
    const moments = [...flawless.moments, shown(6_500, 3), shown(6_600, 5)];
    expect(broken(evidenceOf({ moments }))).toEqual(['never back']);
  });

  it('finds a committed event that never arrived, also the last one', () => {
    expect(broken(evidenceOf({ moments: flawless.moments.slice(0, -1) }))).toEqual(['every event']);
  });

  it('expects nothing of a room whose right has ended', () => {
    const rights = [{ room, from: 0, until: 4_500, graceMs: 1_000 }];
    expect(check(evidenceOf({ moments: flawless.moments.slice(0, -1), rights }))).toEqual([]);
  });

  it('finds an event that nobody committed', () => {
    const moments = [...flawless.moments, heard(7_000, 6), applied(7_000, 6)];
    expect(broken(evidenceOf({ moments }))).toEqual(['no other event']);
  });

  it('finds another event under the same number, on the wire and in a view', () => {
    const other: Moment = { at: 3_500, what: 'heard', room, seq: 3, digest: 'of another' };
    expect(broken(evidenceOf({ moments: [...flawless.moments, other] }))).toEqual(['equal events']);
    const moments = flawless.moments.map((moment) =>
      moment.what === 'applied' && moment.seq === 3 ? { ...moment, id: 99 } : moment,
    );
    expect(broken(evidenceOf({ moments }))).toEqual(['equal events']);
  });

  it('finds an end state that a fresh fetch does not have', () => {
    const endings = [{ client: 'Ada', view: 'talk', shown: '[1]', fresh: '[1,2]' }];
    expect(broken(evidenceOf({}, { endings }))).toEqual(['equal state']);
  });

  it('finds what is delivered later than a second after the right ended', () => {
    const rights = [{ room, from: 0, until: 2_500, graceMs: 1_000 }];
    const found = check(evidenceOf({ rights }));
    expect(found.map(({ rule, at }) => [rule, at])).toEqual([['only by right', 4_000]]);
  });

  it('finds an event of a room to which the client never had a right', () => {
    const moments = [...flawless.moments, { ...heard(7_000, 1), room: 'group-8' } as Moment];
    expect(broken(evidenceOf({ moments }))).toContain('only by right');
  });

  it('finds other events at a client that knows the contract alone, and asks no more of it', () => {
    const moments: Moment[] = [heard(1_000, 1), heard(3_000, 3), { at: 3_500, what: 'stray', name: 'heads' }];
    expect(broken(evidenceOf({ isFollowing: false, moments }))).toEqual(['contract alone']);
  });

  it('finds a view that was given up', () => {
    const moments: Moment[] = [...flawless.moments, { at: 7_000, what: 'failed', view: 'talk', why: '403' }];
    expect(broken(evidenceOf({ moments }))).toEqual(['never given up']);
  });

  it('finds a secret in a line, and what was left over', () => {
    const leaks = [{ service: 'api', line: 'token …' }];
    expect(broken(evidenceOf({}, { leaks }))).toEqual(['no secret in a log']);
    expect(broken(evidenceOf({}, { leftovers: ['3 connections'] }))).toEqual(['nothing left over']);
  });

  it('shows what led to a violation, and nothing after it', () => {
    const evidence = evidenceOf({ moments: without(2) });
    const [violation] = check(evidence);
    const story = violation ? leadingTo(violation, evidence, 3) : [];
    expect(story).toEqual([heard(2_000, 2), heard(3_000, 3), applied(3_000, 3)]);
  });
});

describe('who is silent and behind', () => {
  const silentFor = (
    seconds: number,
    change: (second: number) => Partial<Evidence['samples'][0]> = () => ({}),
  ) =>
    evidenceOf(
      { moments: [status(1, 'live'), shown(2, 4), shown(seconds * 1_000 + 500, 5)] },
      {
        samples: Array.from({ length: seconds }, (_, index) => ({
          at: (index + 1) * 1_000,
          heads: { [room]: 5 },
          isRedisUp: true,
          ...change(index + 1),
        })),
      },
    );

  it('is found after more than ten seconds', () => {
    expect(broken(silentFor(12))).toEqual(['not silent and behind']);
  });

  it('has ten seconds', () => {
    expect(check(silentFor(11))).toEqual([]);
  });

  it('is excused while Redis is away, and has ten seconds from its return', () => {
    expect(check(silentFor(16, (second) => ({ isRedisUp: second > 6 })))).toEqual([]);
  });

  it('is excused while not connected', () => {
    const evidence = silentFor(20);
    const [history = flawless] = evidence.histories;
    history.moments.splice(2, 0, status(9_000, 'offline'), status(12_000, 'live'));
    expect(check(evidence)).toEqual([]);
  });

  it('is not who says that it catches up while events come, unless they stop', () => {
    const evidence = silentFor(30, () => ({ heads: { [room]: 9 } }));
    const [history = flawless] = evidence.histories;
    history.moments.splice(2, 0, status(1_000, 'catching up'), heard(9_000, 5), heard(14_000, 5));
    expect(broken(evidence)).toContain('not silent and behind');
    const [violation] = check(evidence).filter(({ rule }) => rule === 'not silent and behind');
    expect(violation?.at).toBe(25_000);
  });

  it('is who says that it is live and stands still, whatever comes', () => {
    const evidence = silentFor(14);
    const [history = flawless] = evidence.histories;
    history.moments.splice(2, 0, heard(9_000, 5));
    expect(broken(evidence)).toEqual(['not silent and behind']);
  });

  it('is only who stands still: whoever is told something is behind and not silent', () => {
    const evidence = silentFor(20, () => ({ heads: { [room]: 9 } }));
    const [history = flawless] = evidence.histories;
    history.moments.splice(2, 0, applied(9_000, 5), applied(17_000, 6));
    expect(broken(evidence)).not.toContain('not silent and behind');
  });
});
