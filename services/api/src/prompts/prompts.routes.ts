import { callerOf } from '../platform/caller.ts';
import type { AddRoutes } from '../platform/serve.ts';
import type { Prompts } from './prompts.service.ts';

export const createPromptRoutes =
  ({ prompts }: { prompts: Prompts }): AddRoutes =>
  (serve) => {
    serve('POST /api/projects/:project_id/prompts', async ({ params, body, res }) => ({
      prompt: await prompts.add(callerOf(res), { ...params, ...body }),
    }));

    serve('PATCH /api/prompts/:prompt_id', async ({ params, body, res }) => ({
      prompt: await prompts.edit(callerOf(res), params.prompt_id, body),
    }));

    serve('POST /api/prompts/:prompt_id/move', async ({ params, body, res }) => ({
      prompts: await prompts.move(callerOf(res), params.prompt_id, body.after_id),
    }));

    serve('POST /api/prompts/:prompt_id/duplicate', async ({ params, res }) => ({
      prompt: await prompts.duplicate(callerOf(res), params.prompt_id),
    }));

    serve('DELETE /api/prompts/:prompt_id', async ({ params, res }) => {
      await prompts.remove(callerOf(res), params.prompt_id);
      return undefined;
    });

    serve('POST /api/prompts/:prompt_id/restore', async ({ params, res }) => ({
      prompt: await prompts.restore(callerOf(res), params.prompt_id),
    }));
  };
