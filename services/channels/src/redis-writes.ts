import type { Redis } from '@convomatic/kit/redis';

type Pipeline = ReturnType<Redis['pipeline']>;

/** Sends the commands together. Rejects with the first that failed: a pipeline itself reports them one by one. */
export async function sendAll(pipeline: Pipeline): Promise<void> {
  const results = (await pipeline.exec()) ?? [];
  for (const [error] of results) if (error) throw error;
}
