import { describe, expect, it } from '@jest/globals';
import { planRecipients } from './recipients.ts';

const session = {
  id: 7,
  condition: 'open',
  members: [
    { user_id: 1, role: 'buyer' },
    { user_id: 2, role: 'seller' },
    { user_id: 3, role: 'buyer' },
  ],
};
const prompt = { id: 50, conditions: [] as string[], roles: [] as string[] };
const to = (recipient_user_id: number | null) => ({ session_id: 7, prompt_id: 50, recipient_user_id });

describe('who gets a prompt', () => {
  it('is everybody at once, where it names nobody', () => {
    expect(planRecipients(session, [prompt])).toEqual([to(null)]);
  });

  it('is nobody in a session of another condition, or of none', () => {
    const aimed = { ...prompt, conditions: ['closed'] };
    expect(planRecipients(session, [aimed])).toEqual([]);
    expect(planRecipients({ ...session, condition: null }, [aimed])).toEqual([]);
    expect(planRecipients({ ...session, condition: 'closed' }, [aimed])).toEqual([to(null)]);
  });

  it('is each one in one of its roles, alone', () => {
    expect(planRecipients(session, [{ ...prompt, roles: ['buyer'] }])).toEqual([to(1), to(3)]);
    expect(planRecipients(session, [{ ...prompt, roles: ['judge'] }])).toEqual([]);
  });

  it('is whom both its conditions and its roles name', () => {
    const aimed = { ...prompt, conditions: ['open'], roles: ['seller'] };
    expect(planRecipients(session, [aimed])).toEqual([to(2)]);
    expect(planRecipients({ ...session, condition: 'closed' }, [aimed])).toEqual([]);
  });
});
