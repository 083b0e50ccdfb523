import { describe, expect, it } from '@jest/globals';
import { createCompany } from './company.ts';

const createScene = () => {
  const sent: string[] = [];
  const clock = { now: 0 };
  const company = createCompany({ sendTyping: (room) => sent.push(room), now: () => clock.now });
  return { sent, clock, company };
};

describe('the company in a group', () => {
  it('CH38 tells who is there, at once and with every change, of this room alone', () => {
    const { company } = createScene();
    const heard: unknown[] = [];
    company.receivePresence({ room: 'group-1', user_ids: [1] });
    const stop = company.onPresence('group-1', (userIds) => heard.push(userIds));
    company.receivePresence({ room: 'group-2', user_ids: [9] });
    company.receivePresence({ room: 'group-1', user_ids: [1, 2] });
    stop();
    company.receivePresence({ room: 'group-1', user_ids: [] });
    expect(heard).toEqual([[1], [1, 2]]);
  });

  it('CH38 knows nobody’s presence without a connection', () => {
    const { company } = createScene();
    const heard: unknown[] = [];
    company.onPresence('group-1', (userIds) => heard.push(userIds));
    company.receivePresence({ room: 'group-1', user_ids: [1] });
    company.forget();
    company.forget();
    expect(heard).toEqual([null, [1], null]);
  });

  it('CH39 tells that somebody types, and says so of this person once in two seconds a room', () => {
    const { company, sent, clock } = createScene();
    const heard: number[] = [];
    company.onTyping('group-1', (userId) => heard.push(userId));
    company.receiveTyping({ room: 'group-1', user_id: 3 });
    company.receiveTyping({ room: 'group-2', user_id: 4 });
    expect(heard).toEqual([3]);
    for (const at of [0, 1_999, 2_000]) {
      clock.now = at;
      company.typing('group-1');
    }
    company.typing('group-2');
    expect(sent).toEqual(['group-1', 'group-1', 'group-2']);
  });
});
