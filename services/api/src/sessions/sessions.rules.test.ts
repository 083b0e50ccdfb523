import { sessionStates } from '@convomatic/contracts/names';
import { describe, expect, it } from '@jest/globals';
import { requireSessionTransition, sessionStatesBefore } from './session-states.ts';
import { canView, isOnlooker } from './sessions.policy.ts';

describe('the states of a session', () => {
  it('all lead to closed, which leads nowhere', () => {
    expect(sessionStatesBefore('closed')).toEqual(['waiting', 'active', 'paused']);
    for (const to of sessionStates)
      expect(() => {
        requireSessionTransition('closed', to);
      }).toThrow('closed cannot');
  });
});

describe('who may see a session', () => {
  it('is a member of it, or of its team', () => {
    expect(canView({ session_role: 'participant', team_role: null })).toBe(true);
    expect(canView({ session_role: null, team_role: 'observer' })).toBe(true);
    expect(canView({ session_role: null, team_role: null })).toBe(false);
  });

  it('sees the prompts to come as a researcher who is not talking there', () => {
    expect(isOnlooker({ session_role: 'participant', team_role: null })).toBe(false);
    expect(isOnlooker({ session_role: 'participant', team_role: 'owner' })).toBe(false);
    expect(isOnlooker({ session_role: null, team_role: 'observer' })).toBe(true);
  });
});
