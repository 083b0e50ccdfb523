import type { Membership, Message } from '@convomatic/contracts';
import { groupRoom, userRoom } from '@convomatic/contracts/names';
import type { Call } from '@convomatic/sdk';
import type { IsShown, ScreenState } from './screen.ts';

/** What a view of a client begins with, and how a fresh one is had. */
export type Source = {
  name: string;
  room: string;
  load: (call: Call) => Promise<ScreenState>;
  isShown?: IsShown;
};

const messagesBefore = async (call: Call, session_id: number, oldest: Message): Promise<Message[]> => {
  const { messages, more } = await call('GET /api/sessions/:session_id/messages', {
    params: { session_id },
    query: { before: oldest.seq },
  });
  const [first] = messages;
  return more && first ? [...(await messagesBefore(call, session_id, first)), ...messages] : messages;
};

/** A whole talk, as a page has it that was scrolled to the top. */
export const talkOf = (sessionId: number): Source => ({
  name: `talk ${String(sessionId)}`,
  room: groupRoom(sessionId),
  load: async (call) => {
    const view = await call('GET /api/sessions/:session_id', { params: { session_id: sessionId } });
    const { session, memberships, messages, prompt_deliveries, rooms } = view;
    const [first] = messages;
    const earlier = view.more_messages && first ? await messagesBefore(call, sessionId, first) : [];
    const all = [...earlier, ...messages];
    return { rooms, rows: { sessions: [session], memberships, messages: all, prompt_deliveries } };
  },
});

/** What a participant's page knows of its own person. */
export const placeOf = (userId: number): Source => ({
  name: 'place',
  room: userRoom(userId),
  load: async (call) => {
    const { place, rooms } = await call('GET /api/boot');
    const room = userRoom(userId);
    const participants = place ? [place.participant] : [];
    return { rooms: { [room]: rooms[room] ?? 0 }, rows: { participants } };
  },
});

/** The live list of a project. */
export const listOf = (projectId: number, teamId: number): Source => ({
  name: 'list',
  room: groupRoom(teamId),
  // The room tells of the team's own people too.
  isShown: (noun, row) => noun !== 'memberships' || (row as Membership).group_id !== teamId,
  load: async (call) => {
    const params = { project_id: projectId };
    const { sessions, memberships, count, rooms } = await call('GET /api/projects/:project_id/sessions', {
      params,
    });
    return { rooms, rows: { sessions, memberships, counts: [count] } };
  },
});
