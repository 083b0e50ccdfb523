import type { Boot, Message, Participant } from '@convomatic/contracts';
import { ApiError, createHttp } from '@convomatic/sdk';
import type { Call, CallRequest } from '@convomatic/sdk';
import { insist } from '../platform/insist.ts';

interface Needs {
  address: string;
  slug: string;
  /** How this person would be called, where the project asks for names. */
  name: string;
  /** What the recruiter would call this person: joining twice with it gives one seat. */
  externalId: string;
}

type Post = CallRequest<'POST /api/sessions/:session_id/messages'>['body'];

/** What a page asks of a person, and the person answers. */
const answersOf = (call: Call) => ({
  consent: async (version_number: number): Promise<Participant> => {
    const body = { accepted: true, version_number };
    return (await call('POST /api/participants/me/consent', { body })).participant;
  },
  confirm: async (): Promise<Participant> => (await call('POST /api/participants/me/ready')).participant,
  return: async (): Promise<Participant> => (await call('POST /api/participants/me/return')).participant,
  answerAttention: async (): Promise<Participant> =>
    (await call('POST /api/participants/me/attention')).participant,
});

/** One participant's place in a project: every call to the api that it may make. */
export const createSeat = ({ address, slug, name, externalId }: Needs) => {
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
    /** Says a name only when it is asked for, as a page does. */
    join: async (signal: AbortSignal): Promise<Boot> => {
      const join = (named: { name?: string }) => {
        const body = { slug, platform: 'simulator', external_id: externalId, ...named };
        return insist(() => call('POST /api/sessions/join', { body }), signal);
      };
      const answer = await join({}).catch((error: unknown) => {
        if (error instanceof ApiError && 'name' in error.fields) return join({ name });
        throw error;
      });
      token = answer.participant_token;
      return answer.boot;
    },
    ...answersOf(call),
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
    leave: async (signal: AbortSignal): Promise<Participant> =>
      (await insist(() => call('POST /api/participants/me/leave'), signal)).participant,
  };
};

export type Seat = ReturnType<typeof createSeat>;
