import { until } from '@convomatic/kit/testing/until';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createScene } from './testing/scene.build.ts';
import type { Scene } from './testing/scene.build.ts';

let scene: Scene;
let name: string;
beforeAll(async () => {
  scene = await createScene();
  ({ name } = await scene.addPrompt('For the team'));
});
afterAll(() => scene.close());

/** The code of the refusal, once there is one. */
const refusedWith = async (person: { secret: string }, document = name, url = scene.url): Promise<string> => {
  const editor = scene.open(person, document, url);
  const refusal = await until(() => editor.refusals[0], { what: 'a refusal' });
  expect(refusal.message.length).toBeGreaterThan(10);
  expect(editor.text).toBe('');
  expect(editor.opened).toBeUndefined();
  editor.close();
  return refusal.code;
};

describe('who may not open a text', () => {
  it('CO3 is told so, each in their way, and no document is made', async () => {
    const removed = scene.editor;
    expect(await refusedWith(scene.stranger)).toBe('not_found');
    expect(await refusedWith(await scene.addGuest())).toBe('forbidden');
    expect(await refusedWith({ secret: '' })).toBe('unauthenticated');
    expect(await refusedWith({ secret: `${String(scene.owner.id)},${'x'.repeat(43)}` })).toBe(
      'unauthenticated',
    );
    await scene.removePerson(removed);
    expect(await refusedWith(removed)).toBe('not_found');
    expect(await scene.countDocuments(name)).toBe(0);
    expect(await scene.count('documents')).toBe(0);
    expect(await scene.keptStates()).toEqual([]);
  });

  it('CO1 is told that there is no such text, before the api is asked', async () => {
    const asked = () => scene.api.logs().split('/api/hocuspocus').length;
    const before = asked();
    for (const wrong of ['prompt-1', 'user-1-bio', `prompt-1-${'b'.repeat(200)}`, 'prompt-01-body'])
      expect(await refusedWith(scene.owner, wrong)).toBe('invalid_name');
    expect(asked()).toBe(before);
    expect(await refusedWith(scene.owner, 'prompt-999999-body')).toBe('not_found');
  });

  it('is told when the path is for another node', async () => {
    expect(await refusedWith(scene.owner, name, `${scene.url}/project-999999`)).toBe('wrong_node');
  });

  it('CO4 leaves no secret in any log', () => {
    const secret = scene.owner.secret.split(',')[1] ?? '';
    expect(secret).not.toBe('');
    expect(scene.collaboration.logs()).not.toContain(secret);
    expect(scene.api.logs()).not.toContain(secret);
  });
});

describe('an observer', () => {
  it('CO12 reads what the others type, and changes nothing', async () => {
    const [ada, eve] = await Promise.all([
      scene.open(scene.owner, name).synced(),
      scene.open(scene.observer, name).synced(),
    ]);
    expect([ada.opened?.mode, eve.opened?.mode]).toEqual(['write', 'read']);
    eve.type(' and for me');
    ada.type(' alone');
    await until(() => eve.text.includes(' alone') && ada.isSaved && ada.isSynced);
    expect(ada.text).toBe('For the team alone');
    expect(eve.provider.hasUnsyncedChanges).toBe(true);
    eve.disconnect();
    await until(() => !eve.isOnline);
    eve.connect();
    await until(() => eve.messages.filter(({ type }) => type === 'opened').length === 2);
    eve.type(' again');
    ada.type('!');
    await until(() => eve.text.includes('!'));
    expect(ada.text).toBe('For the team alone!');
  });
});

describe('what is no part of the protocol', () => {
  it('CO14 ends its own connection and nobody else’s', async () => {
    const ada = await scene.open(scene.owner, name).synced();
    const closed = (send: (socket: WebSocket) => void): Promise<number> =>
      new Promise((resolve) => {
        const socket = new WebSocket(scene.url);
        socket.addEventListener('open', () => send(socket));
        socket.addEventListener('close', ({ code }) => resolve(code));
      });
    expect(await closed((socket) => socket.send(new Uint8Array(257 * 1_024)))).toBe(1_009);
    expect(await closed((socket) => socket.send('hello'))).not.toBe(1_000);
    expect(await closed((socket) => socket.send(new Uint8Array([255, 255, 255, 255, 255])))).not.toBe(1_000);
    ada.type('?');
    await until(() => ada.isSynced);
    expect(ada.refusals).toEqual([]);
    expect((await fetch(`${scene.collaboration.url}/collaboration`)).status).toBe(404);
    expect((await fetch(`${scene.collaboration.url}/healthz`)).status).toBe(200);
  });
});
