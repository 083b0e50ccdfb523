import type { Prompt } from '@convomatic/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { buildLiveProject, buildParticipant } from '../testing/participants.build.ts';
import { buildPerson, buildTeam } from '../testing/people.build.ts';
import type { TestTeam } from '../testing/people.build.ts';
import { buildProject } from '../testing/projects.build.ts';
import { buildCollaborationServer, nameOf, secretOf } from './documents.build.ts';

let api: TestApi;
let team: TestTeam;
let prompt: Prompt;
let node: ReturnType<typeof buildCollaborationServer>;

beforeAll(async () => {
  api = await startApi();
  team = await buildTeam(api);
  node = buildCollaborationServer(api);
  const { prompts } = await buildProject(team, [0]);
  if (prompts[0]) [prompt] = [prompts[0]];
});
afterAll(() => api.close());

describe('opening a text', () => {
  it('CO3 lets owners and editors write and observers read, as who they are', async () => {
    const expected = { owner: 'write', editor: 'write', observer: 'read' } as const;
    for (const [role, mode] of Object.entries(expected)) {
      const { user, ...person } = team[role as keyof typeof expected];
      const answer = await node.access(await secretOf({ user, ...person }), nameOf(prompt)).expect(200);
      expect(answer.body).toEqual({
        mode,
        user: { id: user.id, name: user.name, color: expect.stringMatching(/^#[0-9a-f]{6}$/) },
        generation: null,
        shard: `project-${String(prompt.project_id)}`,
      });
    }
  });

  it('CO3 tells the generation once the text was opened', async () => {
    const { prompts } = await buildProject(team, [0]);
    const name = nameOf(prompts[0] ?? prompt);
    await node.load(name).expect(200);
    const answer = await node.access(await secretOf(team.editor), name).expect(200);
    expect(answer.body).toMatchObject({ generation: 1 });
  });

  it('CO3 tells a stranger, and the member of another team, that there is nothing', async () => {
    for (const person of [team.stranger, await buildPerson(api)]) {
      const answer = await node.access(await secretOf(person), nameOf(prompt)).expect(404);
      expect(answer.body).toMatchObject({ code: 'not_found' });
      expect(answer.body).toEqual({
        ...((await node.access(await secretOf(person), 'prompt-999999-body')).body as object),
        request_id: answer.get('x-request-id'),
      });
    }
  });

  it('CO3 tells guests and participants that texts are for members', async () => {
    const guest = await buildPerson(api, 'guest');
    const { project } = await buildLiveProject(team);
    const participant = await buildParticipant(api, project.slug);
    const secrets = [await secretOf(guest), `${String(participant.boot.user.id)},${participant.token}`];
    for (const secret of secrets) {
      const answer = await node.access(secret, nameOf(prompt)).expect(403);
      expect(answer.body).toMatchObject({
        code: 'forbidden',
        message: expect.stringContaining('Guests'),
      });
    }
    expect(participant.boot.collaboration_secret).toBeNull();
  });

  it('CO3 is 422 for what is no name', async () => {
    const secret = await secretOf(team.editor);
    for (const name of [
      '',
      'prompt-1',
      'user-1-bio',
      '../prompt-1-body',
      'prompt-1-body,project-1-welcome',
    ]) {
      expect((await node.access(secret, name).expect(422)).body).toMatchObject({ code: 'unprocessable' });
    }
  });

  it('makes no document', async () => {
    for (const person of [team.stranger, team.editor])
      await node.access(await secretOf(person), nameOf(prompt));
    expect(await api.knex('documents').where({ name: nameOf(prompt) })).toEqual([]);
  });
});

describe('the secret', () => {
  it('CO4 is one for each login, and not its channel token', async () => {
    const answer = await team.editor.get('/api/boot').expect(200);
    const { channel_token, collaboration_secret } = answer.body as Record<string, string>;
    expect(collaboration_secret).not.toContain(channel_token);
    expect(await secretOf(team.editor)).toBe(collaboration_secret);
    expect(await secretOf(team.owner)).not.toBe(collaboration_secret);
    const id = String(team.editor.user.id);
    await node.access(`${id},${String(channel_token)}`, nameOf(prompt)).expect(401);
  });

  it('CO4 opens nothing when it is another person’s, made up, or malformed', async () => {
    const [, token = ''] = (await secretOf(team.owner)).split(',');
    const id = String(team.editor.user.id);
    const wrong = [
      `${id},${token}`,
      `${id},${'x'.repeat(43)}`,
      id,
      '',
      ',',
      `0,${token}`,
      `${id},${token},1`,
    ];
    for (const secret of wrong) await node.access(secret, nameOf(prompt)).expect(401);
  });

  it.each([
    ['signed out', { revoked_at: 'clock_timestamp()' }],
    ['thirty days old', { expires_at: 'clock_timestamp()' }],
    ['idle for seven days', { last_seen_at: `clock_timestamp() - interval '7 days'` }],
  ])('CO4 opens nothing once the login is %s', async (_what, change) => {
    const person = await buildPerson(api);
    const secret = await secretOf(person);
    await node.access(secret, nameOf(prompt)).expect(404);
    const columns = Object.entries(change).map(([column, sql]) => [column, api.knex.raw(sql)]);
    await api.knex('logins').where({ id: person.loginId }).update(Object.fromEntries(columns));
    const answer = await node.access(secret, nameOf(prompt)).expect(401);
    expect(answer.body).toMatchObject({ code: 'token_expired' });
  });
});
