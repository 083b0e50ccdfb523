import { describe, expect, it } from '@jest/globals';
import type { AuditEntry } from '@convomatic/contracts';
import { learnFrom, nobodyKnown } from './known-people.ts';

const entry = (change: Partial<AuditEntry>): AuditEntry => ({
  ...{ id: 1, team_id: null, actor_id: 5, actor_name: 'Ada', action: 'login.create' },
  ...{ subject_type: 'login', subject_id: 30, fields: [], address: null, request_id: null },
  at: '2030-01-01T10:00:00.000Z',
  ...change,
});

describe('what entries tell of people', () => {
  it('is the newest name of who did something, and is not forgotten', () => {
    const known = learnFrom(nobodyKnown, [entry({ actor_name: 'Ada Byron' }), entry({})]);
    expect(known.names).toEqual(new Map([[5, 'Ada Byron']]));
    expect(learnFrom(known, []).names.get(5)).toBe('Ada Byron');
  });

  it('is no name of what a service did', () => {
    expect(learnFrom(nobodyKnown, [entry({ actor_id: null, actor_name: null })]).names.size).toBe(0);
  });

  it('is whose a login is: of who signed in, and of who was blocked by the request that ended it', () => {
    const byRequest = { actor_id: 1, actor_name: 'Root', request_id: 'r-1' };
    const { loginOwners } = learnFrom(nobodyKnown, [
      entry({ ...byRequest, action: 'login.revoke', subject_id: 31 }),
      entry({ ...byRequest, action: 'user.block', subject_type: 'user', subject_id: 7 }),
      entry({ actor_id: 1, action: 'login.revoke', subject_id: 32 }),
      entry({}),
    ]);
    expect(loginOwners).toEqual(
      new Map([
        [30, 5],
        [31, 7],
      ]),
    );
  });
});
