import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { codeOf } from '@convomatic/kit/outages';
import { translateProblems } from './storage.ts';
import type { Storage } from './storage.ts';

const isMissing = (error: unknown): boolean => codeOf(error) === 'ENOENT';
const never = (): boolean => false;

/** Files in one folder of this machine; every api process must see the same one. */
export const createDiskStorage = (folder: string): Storage => {
  const root = resolve(folder);
  const pathOf = (key: string): string => join(root, key);

  return {
    put: ({ key, path }) =>
      translateProblems(never, async () => {
        const target = pathOf(key);
        await mkdir(dirname(target), { recursive: true });
        // Under another name until it is whole: a process that is killed in between leaves no half of a file.
        const partial = `${target}.${randomUUID()}.partial`;
        try {
          await copyFile(path, partial);
          await rename(partial, target);
        } catch (error) {
          await rm(partial, { force: true });
          throw error;
        }
      }),

    get: (key) =>
      translateProblems(isMissing, async () => {
        const file = await open(pathOf(key));
        return file.createReadStream();
      }),

    remove: (key) => translateProblems(never, () => rm(pathOf(key), { force: true })),
  };
};
