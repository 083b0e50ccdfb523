import { plainText } from '@convomatic/contracts';
import { until } from '@convomatic/kit/testing/until';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createScene } from './testing/scene.build.ts';
import type { Scene } from './testing/scene.build.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await createScene();
});
afterAll(() => scene.close());

const words = (who: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${who}${String(index)};`);

describe('two people in one text', () => {
  it('CO11 see what both type, and the api has every character once within twelve seconds', async () => {
    const { prompt, name } = await scene.addPrompt('Seed.');
    const [ada, ben] = await Promise.all([
      scene.open(scene.owner, name).synced(),
      scene.open(scene.editor, name).synced(),
    ]);
    expect([ada.text, ben.text]).toEqual(['Seed.', 'Seed.']);
    const typed = [words('a', 30), words('b', 30)].flat();
    for (let turn = 0; turn < 30; turn += 1) {
      ada.type(`a${String(turn)};`);
      ben.type(`b${String(turn)};`);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const typedAt = performance.now();
    const length = ['Seed.', ...typed].join('').length;
    await until(async () => (await scene.savedText(prompt)).length === length, { what: 'the save' });
    expect(performance.now() - typedAt).toBeLessThan(12_000);
    const saved = await scene.savedText(prompt);
    expect(ada.text).toBe(saved);
    expect(ben.text).toBe(saved);
    for (const word of typed) expect(saved.split(word)).toHaveLength(2);
    await until(() => ada.isSaved && ben.isSaved, { what: 'the word that it is saved' });
    expect(ada.messages.map(({ type }) => type)).toEqual(['opened', 'saving', 'saved']);
  });

  it('CO11 are saved every ten seconds, also when they never rest', async () => {
    const { prompt, name } = await scene.addPrompt('');
    const ada = await scene.open(scene.owner, name).synced();
    const timer = setInterval(() => {
      ada.type('x');
    }, 200);
    await until(async () => (await scene.savedText(prompt)) !== '', {
      deadlineMs: 13_000,
      what: 'a save while somebody types',
    });
    clearInterval(timer);
  });

  it('CO5 who open an unopened text at once get it once', async () => {
    const { name } = await scene.addPrompt('Once and only once');
    const editors = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        scene.open(index % 2 ? scene.owner : scene.editor, name).synced(),
      ),
    );
    expect(editors.map(({ text }) => text)).toEqual(editors.map(() => 'Once and only once'));
  });

  it('CO10 who come back after a while offline bring what they typed, once', async () => {
    const { prompt, name } = await scene.addPrompt('Begin. ');
    const [ada, ben] = await Promise.all([
      scene.open(scene.owner, name).synced(),
      scene.open(scene.editor, name).synced(),
    ]);
    ada.disconnect();
    await until(() => !ada.isSynced);
    for (const word of words('offline', 5)) ada.type(word);
    for (const word of words('online', 5)) ben.type(word);
    await until(() => ben.isSaved && ben.messages.at(-1)?.type === 'saved', { what: 'a save meanwhile' });
    ada.connect();
    const all = [...words('offline', 5), ...words('online', 5)];
    await until(() => all.every((word) => ada.text.includes(word) && ben.text.includes(word)));
    await until(async () => (await scene.savedText(prompt)) === ada.text);
    expect(ben.text).toBe(ada.text);
    for (const word of all) expect(ada.text.split(word)).toHaveLength(2);
    expect(ada.refusals).toEqual([]);
  });

  it('CO16 show each other by the name that they have, whatever they claim', async () => {
    const { name } = await scene.addPrompt('Cursors');
    const [ada, ben] = await Promise.all([
      scene.open(scene.owner, name).synced(),
      scene.open(scene.observer, name).synced(),
    ]);
    ben.provider.setAwarenessField('user', { id: 1, name: 'Somebody else', color: 'red' });
    const seen = await until(() => ada.provider.awareness?.getStates().get(ben.doc.clientID)?.user as object);
    expect(seen).toMatchObject({ id: scene.observer.id, name: scene.observer.name });
  });
});

describe('a project’s welcome', () => {
  it('CO7 is saved like any text', async () => {
    const name = `project-${String(scene.project.id)}-welcome`;
    const ada = await scene
      .open(scene.owner, name, `${scene.url}/project-${String(scene.project.id)}`)
      .synced();
    ada.type('Come in');
    await until(() => ada.messages.at(-1)?.type === 'saved', { what: 'the save' });
    const { project } = (await scene.owner.ask('GET', `/api/projects/${String(scene.project.id)}`)) as {
      project: { welcome: Parameters<typeof plainText>[0]; version: number };
    };
    expect(plainText(project.welcome)).toContain('Come in');
    expect(project.version).toBe(scene.project.version);
  });
});

describe('a text that nobody has open', () => {
  it('leaves the memory of the node once it is saved', async () => {
    const { prompt, name } = await scene.addPrompt('Short');
    const ada = await scene.open(scene.owner, name).synced();
    ada.type('-lived');
    await until(() => ada.isSynced);
    const before = await scene.count('documents');
    ada.close();
    await until(async () => (await scene.count('documents')) < before, { what: 'the unloading' });
    expect(await scene.savedText(prompt)).toBe('Short-lived');
  });
});
