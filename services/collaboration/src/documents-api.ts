import { endpoints, errorBody } from '@convomatic/contracts';
import type { DocumentAccess, EndpointResponse } from '@convomatic/contracts';
import type { DocumentRefusal, DocumentRefusalCode } from '@convomatic/contracts/names';
import type { Logger } from '@convomatic/kit/logger';
import { Refusal, unavailable } from './refusal.ts';

type Needs = { apiUrl: string; serviceToken: string; logger: Logger };

type Ask = { method: 'POST' | 'PUT'; path: string; body: object; timeoutMs: number };

/** Status 0 stands for no answer, or none that could be read. */
type Answer = { status: number; body: unknown };

type Save = { owner: string; generation: number; text: object; editors: number[] };

/**
 * `stale`: the text, or its owner, is another one now. `gone`: so is the record. `refused`: no text may look so.
 * `too_large`: it may again when it is shorter. `unavailable`: the same may succeed later.
 */
export type SaveOutcome =
  { outcome: 'saved'; at: string } | { outcome: 'stale' | 'gone' | 'refused' | 'too_large' | 'unavailable' };

const accessTimeoutMs = 2_000;
const loadTimeoutMs = 5_000;
const saveTimeoutMs = 5_000;

const refusalCodes: Record<number, DocumentRefusalCode> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  422: 'invalid_name',
};

const saveOutcomes: Record<number, Exclude<SaveOutcome['outcome'], 'saved'>> = {
  // The api refuses what PostgreSQL cannot store before it looks at the schema.
  400: 'refused',
  404: 'gone',
  409: 'stale',
  413: 'too_large',
  422: 'refused',
};

const refusalOf = ({ status, body }: Answer): Refusal => {
  const code = refusalCodes[status];
  const said = errorBody.safeParse(body);
  if (code === undefined || !said.success) return unavailable();
  return new Refusal({ code, message: said.data.message } satisfies DocumentRefusal);
};

const isTransient = ({ status }: Answer): boolean => status === 0 || status >= 500;

const createAsk =
  ({ apiUrl, serviceToken, logger }: Needs) =>
  async ({ method, path, body, timeoutMs }: Ask): Promise<Answer> => {
    try {
      const answer = await fetch(new URL(path, apiUrl), {
        method,
        headers: { 'content-type': 'application/json', authorization: `Bearer ${serviceToken}` },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(timeoutMs),
      });
      const { status } = answer;
      if (status >= 500) logger.warn({ path, status }, 'the api has a fault');
      return { status, body: await answer.json() };
    } catch (error) {
      logger.warn({ err: error, path }, 'the api did not answer');
      return { status: 0, body: undefined };
    }
  };

/** The three questions to the api. Nothing is cached: a yes of yesterday would readmit whoever was removed since. */
export const createDocumentsApi = (needs: Needs) => {
  const { logger } = needs;
  const ask = createAsk(needs);

  const askTwice = async (question: Ask): Promise<Answer> => {
    const answer = await ask(question);
    return isTransient(answer) ? ask(question) : answer;
  };

  return {
    /** @throws {Refusal} also when in doubt */
    access: async (user_secret: string, document_name: string): Promise<DocumentAccess> => {
      const path = '/api/hocuspocus';
      const body = { user_secret, document_name };
      const answer = await askTwice({ method: 'POST', path, body, timeoutMs: accessTimeoutMs });
      const read = endpoints['POST /api/hocuspocus'].response.safeParse(answer.body);
      if (answer.status === 200 && read.success) return read.data;
      throw refusalOf(answer);
    },

    /** @throws {Refusal} */
    load: async (
      name: string,
      body: { owner: string; generation: number | null },
    ): Promise<EndpointResponse<'POST /api/documents/:name/load'>> => {
      const path = `/api/documents/${name}/load`;
      const answer = await askTwice({ method: 'POST', path, body, timeoutMs: loadTimeoutMs });
      const read = endpoints['POST /api/documents/:name/load'].response.safeParse(answer.body);
      if (answer.status === 200 && read.success) return read.data;
      if (answer.status === 404) throw refusalOf(answer);
      logger.error({ path, status: answer.status }, 'a text was not loaded');
      throw unavailable();
    },

    save: async (name: string, body: Save): Promise<SaveOutcome> => {
      const path = `/api/documents/${name}`;
      const answer = await ask({ method: 'PUT', path, body, timeoutMs: saveTimeoutMs });
      const read = endpoints['PUT /api/documents/:name'].response.safeParse(answer.body);
      if (answer.status === 200 && read.success) return { outcome: 'saved', at: read.data.saved_at };
      const outcome = saveOutcomes[answer.status] ?? 'unavailable';
      logger.warn({ path, status: answer.status, outcome }, 'a text was not saved');
      return { outcome };
    },
  };
};

export type DocumentsApi = ReturnType<typeof createDocumentsApi>;
