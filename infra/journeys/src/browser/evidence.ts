import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { System } from '../system/system.ts';
import type { Person } from './person.ts';

interface Scene {
  system: System;
  people: readonly Person[];
}

const keepPerson = async (folder: string, { name, page, troubles }: Person): Promise<void> => {
  // A page that can no longer be drawn must not hide what went wrong.
  await page.screenshot({ path: path.join(folder, `${name}.png`) }).catch(() => undefined);
  await writeFile(path.join(folder, `${name}.txt`), [page.url(), ...troubles].join('\n'));
};

const keepAll = async ({ system, people }: Scene): Promise<string> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'convomatic-journey-'));
  await Promise.all(people.map((person) => keepPerson(folder, person)));
  for (const [name, service] of Object.entries(system.services))
    await writeFile(path.join(folder, `${name}.log`), service.logs());
  return folder;
};

/** Where the story fails, the error names a folder with what everybody's screen showed and what the services wrote. */
export const withEvidence = async (scene: Scene, story: () => Promise<void>): Promise<void> => {
  try {
    await story();
  } catch (cause) {
    const folder = await keepAll(scene);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${reason}\n\nScreens and logs: ${folder}`, { cause });
  }
};
