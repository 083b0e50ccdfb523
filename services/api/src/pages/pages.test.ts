import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { buildLiveProject } from '../testing/participants.build.ts';
import { buildTeam } from '../testing/people.build.ts';
import type { TestTeam } from '../testing/people.build.ts';
import { buildProject } from '../testing/projects.build.ts';

let api: TestApi;
let team: TestTeam;
beforeAll(async () => {
  api = await startApi();
  team = await buildTeam(api);
});
afterAll(() => api.close());

const projectOf = (html: string): unknown =>
  JSON.parse(/<script type="application\/json" id="project">(.*?)<\/script>/.exec(html)?.[1] ?? 'null');

const get = (path: string) => request(api.app).get(path);

describe('a join page', () => {
  it('holds what everyone with the link may know of the newest version', async () => {
    const { project } = await buildLiveProject(team);
    await team.editor
      .patch(`/api/projects/${String(project.id)}`, { version: 1, name: 'Not published' })
      .expect(200);
    const page = await get(`/join/${project.slug}`).expect(200).expect('content-type', /html/);
    expect(projectOf(page.text)).toEqual({
      slug: project.slug,
      name: project.name,
      language: 'en',
      welcome: project.welcome,
      naming: 'generated',
      status: 'live',
    });
  });

  it('takes no seat, however often it is opened', async () => {
    const { project } = await buildLiveProject(team);
    await get(`/join/${project.slug}`).expect(200);
    await request(api.app).head(`/join/${project.slug}`).expect(200);
    const rows = await api.knex('participants').where({ project_id: project.id });
    expect(rows).toEqual([]);
  });

  it('is not framed, not kept and sends no address on', async () => {
    const { project } = await buildLiveProject(team);
    const page = await get(`/join/${project.slug}`).expect(200);
    expect(page.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(page.get('cache-control')).toBe('no-store');
    expect(page.get('referrer-policy')).toBe('no-referrer');
    expect(page.get('x-content-type-options')).toBe('nosniff');
    const embedded = await get(`/embed/${project.slug}`).expect(200);
    expect(embedded.get('content-security-policy')).toContain("frame-ancestors 'self'");
  });

  it.each(['/join/nothing-here', '/embed/nothing-here', '/join/%00', '/join/A%20B'])(
    'of %s is the same page without a project, and 404',
    async (path) => {
      const page = await get(path).expect(404).expect('content-type', /html/);
      expect(projectOf(page.text)).toBeNull();
    },
  );

  it('is not there before the project was published', async () => {
    const { project } = await buildProject(team);
    await get(`/join/${project.slug}`).expect(404);
  });
});
