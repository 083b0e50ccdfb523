import type { Prompt, RichText } from '@convomatic/contracts';
import { call } from '../platform/api.ts';

export interface PromptText {
  body: RichText;
  offset_ms: number;
}

/** The api's calls about prompts; each answers the rows that are different now. */
export const promptRequests = {
  add: async (project_id: number, body: PromptText): Promise<Prompt[]> => {
    const { prompt } = await call('POST /api/projects/:project_id/prompts', { params: { project_id }, body });
    return [prompt];
  },
  edit: async (prompt_id: number, body: Partial<PromptText>): Promise<Prompt[]> => {
    const { prompt } = await call('PATCH /api/prompts/:prompt_id', { params: { prompt_id }, body });
    return [prompt];
  },
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
