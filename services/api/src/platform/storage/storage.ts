import { AppError } from '@convomatic/kit/errors';
import type { Readable } from 'node:stream';

/**
 * Where files are kept, by key. What was put is there whole or not at all. Rejects with `not_found` for what is not
 * there, and with `unavailable` when the storage cannot be used.
 */
export interface Storage {
  /** Stores the file at a path of this machine. */
  put: (file: StoredFile) => Promise<void>;
  /** Rejects before the first byte, so that nobody is promised what cannot be read. */
  get: (key: string) => Promise<Readable>;
  /** What is not there is removed already. */
  remove: (key: string) => Promise<void>;
}

export type StoredFile = { key: string; path: string; contentType: string };

/** Runs an operation of a storage; `isMissing` says whether its error means that there is no such file. */
export const translateProblems = async <T>(
  isMissing: (error: unknown) => boolean,
  operate: () => Promise<T>,
): Promise<T> => {
  try {
    return await operate();
  } catch (cause) {
    if (isMissing(cause)) throw new AppError('not_found', 'This file is no longer here.', { cause });
    const message = 'Files cannot be stored or read at the moment. Try again in a minute.';
    throw new AppError('unavailable', message, { cause, retryAfterSeconds: 10 });
  }
};
