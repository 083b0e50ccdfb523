import { describe, expect, it } from '@jest/globals';
import { plainSettings } from '@convomatic/contracts';
import { outcomes } from '@convomatic/contracts/names';
import { changeOf, changedFields, mergeSettings } from './settings-merge.ts';
import type { Settings } from './settings-merge.ts';

const base: Settings = {
  ...plainSettings,
  name: 'Talk',
  group_min: 2,
  group_target: 3,
  duration_ms: 60_000,
  waiting_limit_ms: 60_000,
  outcomes: Object.fromEntries(
    outcomes.map((outcome) => [outcome, { code: 'A1', redirect_url: null }]),
  ) as Settings['outcomes'],
};

describe('changes of settings', () => {
  it('hold only what differs', () => {
    expect(changeOf(base, { ...base, name: 'New' })).toEqual({
      name: 'New',
    });
  });

  it('take no notice of the order of keys', () => {
    const turned = Object.fromEntries(Object.entries(base.outcomes).reverse()) as Settings['outcomes'];
    expect(changedFields(base, { ...base, outcomes: turned })).toEqual([]);
  });
});

describe('two edits of the same settings', () => {
  it('go together when they are of different fields', () => {
    const mine = { ...base, name: 'Mine' };
    const theirs = { ...base, group_target: 5 };
    expect(mergeSettings(base, mine, theirs)).toEqual({
      merged: { ...base, name: 'Mine', group_target: 5 },
      conflicts: [],
    });
  });

  it('leave the person to decide where both changed one field', () => {
    const { merged, conflicts } = mergeSettings(base, { ...base, name: 'Mine' }, { ...base, name: 'Theirs' });
    expect([merged.name, conflicts]).toEqual(['Mine', ['name']]);
  });

  it('agree when both made the same change', () => {
    const both = { ...base, name: 'Ours' };
    expect(mergeSettings(base, both, { ...both }).conflicts).toEqual([]);
  });
});
