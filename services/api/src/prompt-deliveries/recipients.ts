import type { FrozenPrompt } from '@convomatic/contracts';

export type Talker = { user_id: number; role: string | null };
export type PlannedSession = { id: number; condition: string | null; members: Talker[] };

/** One delivery: to all in the session, or to one of them alone. */
export type Planned = { session_id: number; prompt_id: number; recipient_user_id: number | null };

type Aimed = Pick<FrozenPrompt, 'id' | 'conditions' | 'roles'>;

const isFor = ({ conditions }: Aimed, { condition }: PlannedSession): boolean =>
  conditions.length === 0 || (condition !== null && conditions.includes(condition));

const recipientsOf = ({ roles }: Aimed, { members }: PlannedSession): (number | null)[] => {
  if (roles.length === 0) return [null];
  return members.filter(({ role }) => role !== null && roles.includes(role)).map(({ user_id }) => user_id);
};

/** Which prompts a session gets, and who of it gets those that are for some roles. */
export const planRecipients = (session: PlannedSession, prompts: Aimed[]): Planned[] =>
  prompts
    .filter((prompt) => isFor(prompt, session))
    .flatMap((prompt) =>
      recipientsOf(prompt, session).map((recipient_user_id) => ({
        session_id: session.id,
        prompt_id: prompt.id,
        recipient_user_id,
      })),
    );
