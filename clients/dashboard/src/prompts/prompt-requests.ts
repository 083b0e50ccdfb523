import type { Prompt } from '@convomatic/contracts';
import { call } from '../platform/api.ts';
import { paragraphsOf } from '../platform/rich-text.ts';

/** The api's calls about prompts; each answers the rows that are different now. Texts are typed, not sent. */
export const promptRequests = {
  add: async (project_id: number, offset_ms: number): Promise<Prompt[]> => {
    const body = { body: paragraphsOf(''), offset_ms };
    const { prompt } = await call('POST /api/projects/:project_id/prompts', { params: { project_id }, body });
    return [prompt];
  },
  retime: async (prompt_id: number, offset_ms: number): Promise<Prompt[]> => {
    const request = { params: { prompt_id }, body: { offset_ms } };
    return [(await call('PATCH /api/prompts/:prompt_id', request)).prompt];
  },
  address: async (
    prompt_id: number,
    body: Partial<Pick<Prompt, 'conditions' | 'roles'>>,
  ): Promise<Prompt[]> => [
    (await call('PATCH /api/prompts/:prompt_id', { params: { prompt_id }, body })).prompt,
  ],
  move: async (prompt_id: number, after_id: number | null): Promise<Prompt[]> => {
    const request = { params: { prompt_id }, body: { after_id } };
    return (await call('POST /api/prompts/:prompt_id/move', request)).prompts;
  },
  remove: async (prompt: Prompt): Promise<Prompt[]> => {
    await call('DELETE /api/prompts/:prompt_id', { params: { prompt_id: prompt.id } });
    return [{ ...prompt, deleted_at: prompt.updated_at }];
  },
  restore: async (prompt_id: number): Promise<Prompt[]> => {
    const { prompt } = await call('POST /api/prompts/:prompt_id/restore', { params: { prompt_id } });
    return [prompt];
  },
};
