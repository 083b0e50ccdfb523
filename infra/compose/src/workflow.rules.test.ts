import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { containers, requiredVariables } from './compose-file.ts';
import { isInRepository, readText } from './repository.ts';

const step = z.object({ uses: z.string().optional(), run: z.string().optional() });

const workflow = z
  .object({
    permissions: z.record(z.string(), z.string()),
    concurrency: z.object({ group: z.string(), 'cancel-in-progress': z.literal(true) }),
    jobs: z.record(
      z.string(),
      z.object({
        'runs-on': z.string(),
        'timeout-minutes': z.number().max(60),
        container: z.object({ image: z.string() }).optional(),
        steps: z.array(step),
      }),
    ),
  })
  .parse(parse(readText('.github/workflows/ci.yml')));

const jobs = Object.values(workflow.jobs);
const commandsOf = (name: string): string =>
  workflow.jobs[name]?.steps.map(({ run = '' }) => run).join('\n') ?? '';

describe('ci.yml', () => {
  it('runs what everybody runs before a change is kept', () => {
    expect(commandsOf('checks')).toContain('bash .ci/run');
    expect(isInRepository('.ci/run')).toBe(true);
  });

  it('may read and nothing else', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
  });

  it('uses actions, machines and images by exact versions', () => {
    const actions = jobs.flatMap(({ steps }) => steps.flatMap(({ uses = [] }) => uses));
    expect(actions.length).toBeGreaterThan(0);
    for (const action of actions) expect(action).toMatch(/^[\w./-]+@v\d+\.\d+\.\d+$/);
    for (const job of jobs) {
      expect(job['runs-on']).toMatch(/^ubuntu-\d+\.\d+$/);
      if (job.container) expect(job.container.image).toMatch(/^\w+:\d+\.\d+(-\w+)?$/);
    }
  });

  it('makes every secret that the containers ask for, and starts, asks and removes them', () => {
    const commands = commandsOf('compose');
    const asked = requiredVariables(readText('docker-compose.yml')).map(({ name }) => name);
    expect(asked.filter((name) => !commands.includes(name))).toEqual([]);
    for (const verb of ['config', 'build', 'up', 'run', 'down']) {
      expect(commands).toContain(`docker compose ${verb}`);
    }
    const [, ran = ''] = /docker compose run \S.* (\w+ \S+\.ts)/.exec(commands) ?? [];
    const [container = '', file = ''] = ran.split(' ');
    expect(Object.keys(containers)).toContain(container);
    expect(isInRepository(file)).toBe(true);
  });
});
