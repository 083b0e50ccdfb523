import { endpoints, loginCookie, plainText } from '@convomatic/contracts';
import type { EndpointRequest, EndpointResponse, EndpointRoute, Project } from '@convomatic/contracts';

interface Needs {
  url: string;
  /** Of an owner's login. */
  token: string;
}

interface Parts {
  params?: Record<string, string>;
  body?: unknown;
}

const pathOf = (path: string, params: Record<string, string> = {}): string =>
  path.replace(/:(\w+)/g, (_, name: string) => params[name] ?? '');

/** What a journey has to arrange or to look at beside the browser, through the public api as an owner. */
export const createTeam = ({ url, token }: Needs) => {
  const headers = {
    cookie: `${loginCookie}=${token}`,
    origin: new URL(url).origin,
    'content-type': 'application/json',
  };

  const request = async (path: string, init: RequestInit): Promise<Response> => {
    const response = await fetch(url + path, init);
    if (!response.ok)
      throw new Error(`${path} answered ${String(response.status)}: ${await response.text()}`);
    return response;
  };

  const call = async <R extends EndpointRoute>(
    route: R,
    parts: EndpointRequest<R> & Parts,
  ): Promise<EndpointResponse<R>> => {
    const { method, path } = endpoints[route];
    const body = 'body' in parts ? { body: JSON.stringify(parts.body) } : {};
    const response = await request(pathOf(path, parts.params), { method, headers, ...body });
    return (response.status === 204 ? undefined : await response.json()) as EndpointResponse<R>;
  };

  const teamId = async (): Promise<string> => {
    const { groups } = await call('GET /api/boot', {});
    return String(groups.find(({ kind }) => kind === 'team')?.id);
  };

  const project = async (slug: string): Promise<Project> => {
    const team_id = await teamId();
    const { projects } = await call('GET /api/teams/:team_id/projects', { params: { team_id } });
    const found = projects.find((candidate) => candidate.slug === slug);
    if (!found) throw new Error(`There is no project ${slug}.`);
    return found;
  };

  return {
    call,
    teamId,
    project,
    /** Changes the draft: how long talks last, and when the prompts that it has come. */
    retime: async (
      slug: string,
      { duration_ms, offsets_ms }: { duration_ms: number; offsets_ms: number[] },
    ) => {
      const { id, version } = await project(slug);
      const params = { project_id: String(id) };
      await call('PATCH /api/projects/:project_id', { params, body: { version, duration_ms } });
      const { prompts } = await call('GET /api/projects/:project_id', { params });
      for (const [index, prompt] of prompts.entries()) {
        const body = { offset_ms: offsets_ms[index] ?? 0 };
        await call('PATCH /api/prompts/:prompt_id', { params: { prompt_id: String(prompt.id) }, body });
      }
    },
    /** The texts of the draft's prompts, as they are saved. */
    promptTexts: async (slug: string): Promise<string[]> => {
      const { id } = await project(slug);
      const { prompts } = await call('GET /api/projects/:project_id', { params: { project_id: String(id) } });
      return prompts.map(({ body }) => plainText(body));
    },
    publish: async (slug: string): Promise<void> => {
      const { id } = await project(slug);
      await call('POST /api/projects/:project_id/publish', { params: { project_id: String(id) } });
    },
    sessionIds: async (slug: string): Promise<number[]> => {
      const { id } = await project(slug);
      const params = { project_id: String(id) };
      const { sessions } = await call('GET /api/projects/:project_id/sessions', { params });
      return sessions.map((session) => session.id);
    },
  };
};

export type Team = ReturnType<typeof createTeam>;
