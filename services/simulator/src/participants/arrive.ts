import type { Place } from '@convomatic/contracts';
import { ApiError } from '@convomatic/sdk';
import { Trouble } from '../trouble.ts';
import type { Crowd } from './crowd.ts';

/** Brings everybody in; answers the project that they came to. */
export const arrive = async (crowd: Crowd, slug: string, signal: AbortSignal): Promise<Place['project']> => {
  try {
    await crowd.arrive(signal);
  } catch (cause) {
    signal.throwIfAborted();
    const why = cause instanceof ApiError ? `${cause.message} (${cause.code})` : String(cause);
    throw new Trouble(`Nobody can join the project "${slug}": ${why}`, { cause });
  }
  const project = crowd.project();
  if (!project) throw new Error('Everybody joined and nobody was shown the project.');
  return project;
};
