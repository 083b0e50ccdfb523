import { describe, expect, it } from '@jest/globals';
import { canSignUp } from './sign-up.policy.ts';
import { userVariables } from './user-config.ts';

const stranger = { isAppointed: false, isInvited: false };

describe('signing up', () => {
  it('is for anyone unless the setting says otherwise', () => {
    expect(userVariables.SIGN_UP.parse(undefined)).toBe('anyone');
    expect(canSignUp('anyone', stranger)).toBe(true);
  });

  it('is for invited and appointed people alone where it is closed', () => {
    expect(canSignUp('invited', stranger)).toBe(false);
    expect(canSignUp('invited', { ...stranger, isInvited: true })).toBe(true);
    expect(canSignUp('invited', { ...stranger, isAppointed: true })).toBe(true);
  });
});

describe('the list of appointed admins', () => {
  it('is read without regard to spaces, capitals and a comma too many', () => {
    expect(userVariables.ADMIN_EMAILS.parse(' Ada@Example.org, bo@example.org,')).toEqual([
      'ada@example.org',
      'bo@example.org',
    ]);
    expect(userVariables.ADMIN_EMAILS.parse(undefined)).toEqual([]);
  });

  it('has addresses alone', () => {
    expect(userVariables.ADMIN_EMAILS.safeParse('ada@example.org, bo').success).toBe(false);
  });
});
