import type { Boot, Message } from '@convomatic/contracts';
import { createHttp } from '@convomatic/sdk';
import type { CallRequest } from '@convomatic/sdk';
import { insist } from '../platform/insist.ts';

interface Needs {
  address: string;
  slug: string;
  /** What the recruiter would call this person: joining twice with it gives one seat. */
  externalId: string;
}

type Post = CallRequest<'POST /api/sessions/:session_id/messages'>['body'];

const leaveWithinMs = 5_000;

/** One participant's place in a project: every call to the api that it may make. */
export const createSeat = ({ address, slug, externalId }: Needs) => {
  let token: string | null = null;
  const call = createHttp({ baseUrl: address, token: () => token });

  const messagesBefore = async (session_id: number, oldest: Message | undefined): Promise<Message[]> => {
    if (!oldest) return [];
    const query = { before: oldest.seq };
    const page = await call('GET /api/sessions/:session_id/messages', { params: { session_id }, query });
    return page.more
      ? [...(await messagesBefore(session_id, page.messages[0])), ...page.messages]
      : page.messages;
  };

  const boot = (): Promise<Boot> => call('GET /api/boot');

  return {
    boot,
    isTaken: (): boolean => token !== null,
    join: async (signal: AbortSignal): Promise<Boot> => {
      const body = { slug, platform: 'simulator', external_id: externalId };
      const answer = await insist(() => call('POST /api/sessions/join', { body }), signal);
      token = answer.participant_token;
      return answer.boot;
    },
    /** The boot with the whole talk, as a page has that was scrolled to the top. */
    load: async (): Promise<Boot> => {
      const state = await boot();
      const talk = state.place?.session;
      if (talk?.more_messages)
        talk.messages = [...(await messagesBefore(talk.session.id, talk.messages[0])), ...talk.messages];
      return state;
    },
    post: async (session_id: number, body: Post): Promise<Message> => {
      const answer = await call('POST /api/sessions/:session_id/messages', { params: { session_id }, body });
      return answer.message;
    },
    /** How many people a group still lacks. */
    missing: async (): Promise<number> => (await call('GET /api/participants/me/waiting')).missing,
    leave: async (): Promise<void> => {
      await insist(() => call('POST /api/participants/me/leave'), AbortSignal.timeout(leaveWithinMs));
    },
  };
};

export type Seat = ReturnType<typeof createSeat>;
