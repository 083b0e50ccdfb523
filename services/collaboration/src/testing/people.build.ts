import { loginCookie, plainText, richTextOf } from '@convomatic/contracts';
import type { EndpointResponse, Project, Prompt } from '@convomatic/contracts';
import { documentName } from '@convomatic/contracts/names';
import type { TeamRole } from '@convomatic/contracts/names';
import { createDatabase } from '@convomatic/kit/database';
import { createLogger } from '@convomatic/kit/logger';
import { hashToken, newToken } from '@convomatic/kit/tokens';

type Needs = { databaseUrl: string; apiUrl: string };

/** Somebody who is signed in. */
export type Person = {
  id: number;
  name: string;
  /** What boot gives, to open texts. */
  secret: string;
  ask: (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object) => Promise<unknown>;
};

/** People and a team, straight into the database; everything else goes through the api. */
export const createPeople = async ({ databaseUrl, apiUrl }: Needs) => {
  const logger = createLogger({ service: 'test', level: 'silent' });
  const { knex, close } = createDatabase({ url: databaseUrl, logger, applicationName: 'test', poolSize: 2 });

  const insert = async (table: string, row: object): Promise<number> => {
    const [inserted] = await knex(table).insert(row).returning<{ id: number }[]>('id');
    return inserted?.id ?? 0;
  };

  const addTeam = async (): Promise<number> => {
    const id = await insert('groups', { kind: 'team', name: 'Team' });
    await insert('teams', { id });
    return id;
  };

  const askAs =
    (token: string): Person['ask'] =>
    async (method, path, body) => {
      const answer = await fetch(new URL(path, apiUrl), {
        method,
        headers: {
          cookie: `${loginCookie}=${token}`,
          origin: new URL(apiUrl).origin,
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${path}: ${String(answer.status)} ${text}`);
      return text === '' ? undefined : (JSON.parse(text) as unknown);
    };

  const addPerson = async (team: { id: number; role: TeamRole } | null, isGuest = false): Promise<Person> => {
    const token = newToken();
    const name = `Person ${token.slice(0, 5)}`;
    const id = await insert('users', { name, platform_role: isGuest ? 'guest' : 'user' });
    const expires_at = knex.raw(`clock_timestamp() + interval '1 day'`);
    await insert('logins', { user_id: id, token_hash: hashToken(token), expires_at });
    if (team) await insert('memberships', { group_id: team.id, user_id: id, role: team.role, name });
    const ask = askAs(token);
    const boot = (await ask('GET', '/api/boot')) as EndpointResponse<'GET /api/boot'>;
    return { id, name, ask, secret: boot.collaboration_secret ?? '' };
  };

  const id = await addTeam();
  const [owner, editor, observer] = await Promise.all(
    (['owner', 'editor', 'observer'] as const).map((role) => addPerson({ id, role })),
  );
  const stranger = await addPerson({ id: await addTeam(), role: 'owner' });
  if (!owner || !editor || !observer) throw new Error('the team is not complete');

  const { project } = (await owner.ask('POST', `/api/teams/${String(id)}/projects`, { name: 'Talk' })) as {
    project: Project;
  };

  return {
    knex,
    owner,
    editor,
    observer,
    stranger,
    project,
    addGuest: () => addPerson(null, true),
    removePerson: async (person: Person): Promise<void> => {
      await knex('memberships')
        .where({ user_id: person.id })
        .update({ left_at: knex.raw('clock_timestamp()') });
    },

    /** A prompt of the team's project, and the name of its body. */
    addPrompt: async (text: string): Promise<{ prompt: Prompt; name: string }> => {
      const path = `/api/projects/${String(project.id)}/prompts`;
      const body = { body: richTextOf(text), offset_ms: 0 };
      const { prompt } = (await owner.ask('POST', path, body)) as { prompt: Prompt };
      return { prompt, name: documentName({ type: 'prompt', id: prompt.id, field: 'body' }) };
    },

    /** What Postgres has, as plain text. */
    savedText: async ({ id: promptId }: Prompt): Promise<string> => {
      const row = await knex<Prompt>('prompts').where({ id: promptId }).first('body');
      return row ? plainText(row.body) : '';
    },

    countDocuments: async (name: string): Promise<number> => (await knex('documents').where({ name })).length,
    close,
  };
};
