import { richTextOf } from '@convomatic/contracts';
import type { Prompt } from '@convomatic/contracts';
import { documentFragment } from '@convomatic/contracts/names';
import { until } from '@convomatic/kit/testing/until';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { XmlText } from 'yjs';
import type { XmlElement } from 'yjs';
import type { Editor } from './testing/editor.build.ts';
import { createScene } from './testing/scene.build.ts';
import type { Scene } from './testing/scene.build.ts';

let scene: Scene;
let prompt: Prompt;
let name: string;
let ada: Editor;
let ben: Editor;

beforeAll(async () => {
  scene = await createScene();
});
afterAll(() => scene.close());

beforeEach(async () => {
  ({ prompt, name } = await scene.addPrompt('Start.'));
  [ada, ben] = await Promise.all([
    scene.open(scene.owner, name).synced(),
    scene.open(scene.editor, name).synced(),
  ]);
});

afterEach(() => {
  ada.close();
  ben.close();
});

const isSavedAs = (text: string) => async () => (await scene.savedText(prompt)) === text;
const saved = (text: string) =>
  until(isSavedAs(text), { deadlineMs: 20_000, what: `${text} in the database` });
const bothShow = (text: string) =>
  until(() => ada.text === text && ben.text === text && ada.isSynced && ben.isSynced, {
    deadlineMs: 20_000,
    what: `${text} on both screens`,
  });
const patch = (text: string) =>
  scene.owner.ask('PATCH', `/api/prompts/${String(prompt.id)}`, { body: richTextOf(text) });

describe('a node that is killed', () => {
  it('CO13 loses nothing and doubles nothing: who typed goes on where they were', async () => {
    ada.type(' saved');
    await saved('Start. saved');
    ada.type(' typed');
    await until(() => ben.text === 'Start. saved typed');
    await scene.collaboration.kill();
    ben.type(' offline');
    await scene.collaboration.restart();
    await bothShow('Start. saved typed offline');
    await saved('Start. saved typed offline');
    expect([...ada.refusals, ...ben.refusals]).toEqual([]);
  });

  it('CO13 leaves the saved text to whoever comes next, when nobody who was there comes back', async () => {
    ada.type(' saved');
    await saved('Start. saved');
    await scene.collaboration.kill();
    ada.close();
    ben.close();
    await scene.collaboration.restart();
    const eve = await scene.open(scene.observer, name).synced();
    expect(eve.text).toBe('Start. saved');
  });

  it('CO13 begins a new generation when Redis lost its states too: never a doubled text, and a copy of the rest', async () => {
    ada.type(' saved');
    await saved('Start. saved');
    ben.type(' unsaved');
    await until(() => ada.text.endsWith('unsaved'));
    await scene.collaboration.kill();
    await scene.flush();
    await scene.collaboration.restart();
    await until(() => ada.copies.length === 1 && ben.copies.length === 1, { what: 'two copies' });
    await bothShow('Start. saved');
    expect(ada.copies).toEqual(['Start. saved unsaved']);
    expect(ben.refusals.map(({ code }) => code)).toEqual(['generation_changed']);
  });

  it('CO13 gives way to what was saved by other means meanwhile', async () => {
    ada.type(' typed');
    await saved('Start. typed');
    await scene.collaboration.kill();
    await patch('Rewritten');
    await scene.collaboration.restart();
    await bothShow('Rewritten');
    expect(ada.copies).toEqual(['Start. typed']);
  });
});

describe('a node that ends in order', () => {
  it('CO13 has saved what was typed a moment before', async () => {
    ada.type(' last words');
    await until(() => ben.text === 'Start. last words');
    expect(await scene.collaboration.stop()).toBe(0);
    expect(await scene.savedText(prompt)).toBe('Start. last words');
    await scene.collaboration.restart();
    await bothShow('Start. last words');
  });

  it('CO13 leaves in Redis what the api could not take, and the next one saves it', async () => {
    await until(() => ada.isSynced);
    await scene.api.kill();
    ada.type(' unsaved');
    await until(() => ben.text === 'Start. unsaved');
    expect(await scene.collaboration.stop()).toBe(0);
    ada.close();
    ben.close();
    await scene.api.restart();
    expect(await scene.savedText(prompt)).toBe('Start.');
    await scene.collaboration.restart();
    const eve = await scene.open(scene.observer, name).synced();
    expect(eve.text).toBe('Start. unsaved');
    await saved('Start. unsaved');
  });
});

describe('an api that is away', () => {
  it('CO11 is waited for: nothing is lost, and nobody is told that it is saved', async () => {
    await scene.api.kill();
    ada.type(' while it is away');
    await until(() => ada.messages.at(-1)?.type === 'not_saved', { what: 'the word that it is not saved' });
    expect(ada.messages.at(-1)).toMatchObject({ code: 'unavailable' });
    ben.close();
    await scene.api.restart();
    await saved('Start. while it is away');
    await until(() => ada.isSaved, { what: 'the word that it is saved' });
    expect(ada.refusals).toEqual([]);
  });

  it('CO3 lets nobody in, and lets them in when it is back', async () => {
    await scene.api.kill();
    const eve = scene.open(scene.observer, name);
    await until(() => eve.refusals[0]?.code === 'unavailable', { what: 'a refusal' });
    expect(eve.text).toBe('');
    await scene.api.restart();
    await eve.synced();
    expect(eve.text).toBe('Start.');
  });
});

describe('Redis that is away', () => {
  it('CO13 lets nobody in, and lets those who are in go on and save', async () => {
    await scene.redis.stop();
    ada.type(' without Redis');
    await saved('Start. without Redis');
    const eve = scene.open(scene.observer, (await scene.addPrompt('Another')).name);
    await until(() => eve.refusals[0]?.code === 'unavailable', { what: 'a refusal' });
    await scene.redis.restart();
    await eve.synced();
    ada.type(', and with it');
    await bothShow('Start. without Redis, and with it');
  });
});

describe('a text that is written by the api while it is open', () => {
  it('CO9 takes the place of the open one on every screen', async () => {
    ada.type(' typed');
    await until(() => ben.text === 'Start. typed');
    await patch('By the api');
    await bothShow('By the api');
    expect(ada.copies).toEqual(['Start. typed']);
    ada.type(', and on');
    await saved('By the api, and on');
  });

  it('CO9 does so where the message was lost, with the next save', async () => {
    await scene.knex('documents').where({ name }).increment('generation', 1);
    await scene
      .knex('prompts')
      .where({ id: prompt.id })
      .update({ body: richTextOf('Unannounced') });
    ada.type(' typed');
    await bothShow('Unannounced');
    expect(ada.copies).toEqual(['Start. typed']);
    expect(ada.refusals.map(({ code }) => code)).toEqual(['dropped', 'generation_changed']);
  });
});

describe('a text that cannot be saved', () => {
  it('CO8 goes back to what was saved when it is outside the schema', async () => {
    ada.doc.getXmlFragment(documentFragment).insert(0, [new XmlText('loose')]);
    await until(() => ada.refusals.length > 0 && ben.refusals.length > 0, { what: 'two refusals' });
    expect(ada.refusals[0]?.code).toBe('text_refused');
    await bothShow('Start.');
    ben.type(' on');
    await saved('Start. on');
  });

  it('CO8 goes back to what was saved when a link leads elsewhere', async () => {
    const paragraph = ada.doc.getXmlFragment(documentFragment).get(0) as XmlElement;
    (paragraph.get(0) as XmlText).format(0, 5, { link: { href: 'javascript:alert(1)' } });
    await until(() => ben.refusals[0]?.code === 'text_refused', { what: 'a refusal' });
    await bothShow('Start.');
  });

  it('CO8 stays as it is while it is too long, and is saved when it was shortened', async () => {
    const paragraph = ada.doc.getXmlFragment(documentFragment).get(0) as XmlElement;
    const words = paragraph.get(0) as XmlText;
    words.insert(6, 'x'.repeat(45 * 1_024));
    await until(() => ben.messages.at(-1)?.type === 'not_saved', { what: 'the word that it is too long' });
    expect(ben.messages.at(-1)).toMatchObject({ code: 'too_large' });
    expect(await scene.savedText(prompt)).toBe('Start.');
    words.delete(6, 44 * 1_024);
    await until(() => ben.isSaved, { what: 'the save' });
    await saved(`Start.${'x'.repeat(1_024)}`);
    expect([...ada.refusals, ...ben.refusals]).toEqual([]);
  });
});

describe('a prompt that is removed while it is open', () => {
  it('is gone for those who have it open, once they type', async () => {
    await scene.owner.ask('DELETE', `/api/prompts/${String(prompt.id)}`);
    ada.type(' too late');
    await until(() => ben.refusals[0]?.code === 'not_found', { what: 'a refusal' });
    expect(await scene.savedText(prompt)).toBe('Start.');
  });
});
