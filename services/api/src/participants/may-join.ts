import { AppError } from '@convomatic/kit/errors';
import type { FrozenProject } from './frozen-projects.ts';
import type { Found } from './seats.repository.ts';

/** A new seat needs a project that collects, with room left; a seat that somebody has stays theirs. */
export const requireOpen = (found: Found): Found & { version_id: number; run_id: number } => {
  const { version_id, run_id } = found;
  if (found.status !== 'live' || version_id === null || run_id === null) {
    throw new AppError(
      'project_not_live',
      'This study is not open at the moment. Come back later, or ask who invited you.',
    );
  }
  if (found.is_full) {
    throw new AppError(
      'run_full',
      'All places in this study are taken. Ask who invited you whether there will be more.',
    );
  }
  return { ...found, version_id, run_id };
};

/** Null where names are generated, whatever the person says. */
export const requireName = ({ asks_name }: FrozenProject, name: string | undefined): string | null => {
  if (!asks_name) return null;
  if (name !== undefined) return name;
  throw new AppError('unprocessable', 'Say how you want to be called, and join again.', {
    fields: { name: 'Write a name that the others will see.' },
  });
};
