import type { Asset, Project } from '@convomatic/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { mkdtemp, readdir, rmdir } from 'node:fs/promises';
import { request as send } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import request from 'supertest';
import type { Response } from 'supertest';
import { startApi } from '../testing/api.ts';
import type { TestApi } from '../testing/api.ts';
import { listRoomEvents } from '../testing/apply-events.build.ts';
import { buildTeam } from '../testing/people.build.ts';
import type { TestTeam } from '../testing/people.build.ts';
import { addPrompt, buildProject } from '../testing/projects.build.ts';
import { buildJobs, buildLiveProject, buildTalk, joinProject, makeDue } from '../testing/study.build.ts';

let api: TestApi;
let team: TestTeam;
let project: Project;
beforeAll(async () => {
  api = await startApi();
  team = await buildTeam(api);
  ({ project } = await buildProject(team));
});
afterAll(() => api.close());

const pathOf = ({ id }: Project): string => `/api/projects/${String(id)}/assets`;

const upload = (name: string, body: Buffer | string, to = project) =>
  team.editor
    .post(`${pathOf(to)}?name=${encodeURIComponent(name)}`)
    .type('application/octet-stream')
    .send(body);

const add = async (name: string, body: Buffer | string, to = project): Promise<Asset> =>
  ((await upload(name, body, to).expect(201)).body as { asset: Asset }).asset;

/** Twice as wide as high, told to be shown on its side, with a place in it. */
const photo = (): Promise<Buffer> =>
  sharp({ create: { width: 40, height: 20, channels: 3, background: 'red' } })
    .jpeg()
    .withExif({ IFD0: { Copyright: 'Ada was here' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } })
    .withMetadata({ orientation: 6 })
    .toBuffer();

const linkOf = async (asset: Asset): Promise<string> =>
  ((await team.observer.get(`/api/assets/${String(asset.id)}/link`).expect(200)).body as { url: string }).url;

const bytesOf = async (url: string): Promise<Buffer> =>
  (await request(api.app).get(url).buffer(true).parse(collect).expect(200)).body as Buffer;

const collect = (res: Response, done: (error: Error | null, body: Buffer) => void): void => {
  const chunks: Buffer[] = [];
  res.on('data', (chunk: Buffer) => chunks.push(chunk));
  res.on('end', () => {
    done(null, Buffer.concat(chunks));
  });
};

describe('a picture', () => {
  it('is stored upright and without what a camera adds', async () => {
    const asset = await add('me.jpg', await photo());
    expect(asset).toMatchObject({ kind: 'image', content_type: 'image/jpeg', width: 20, height: 40 });
    const stored = await bytesOf(await linkOf(asset));
    expect(stored).toHaveLength(asset.bytes);
    const { exif, orientation, format } = await sharp(stored).metadata();
    expect([exif, orientation, format]).toEqual([undefined, undefined, 'jpeg']);
    expect(stored.includes('Ada')).toBe(false);
  });

  it('that moves keeps moving', async () => {
    const frame = (background: string) =>
      sharp({ create: { width: 8, height: 4, channels: 3, background } })
        .png()
        .toBuffer();
    const frames = [await frame('red'), await frame('blue'), await frame('green')];
    const gif = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    const asset = await add('a.gif', gif);
    expect(asset).toMatchObject({ content_type: 'image/gif', width: 8, height: 4 });
    expect((await sharp(await bytesOf(await linkOf(asset))).metadata()).pages).toBe(3);
  });

  it('of each accepted kind is taken by what it holds, not by its name', async () => {
    const canvas = sharp({ create: { width: 4, height: 4, channels: 3, background: 'red' } });
    for (const [type, body] of [
      ['image/png', await canvas.png().toBuffer()],
      ['image/webp', await canvas.webp().toBuffer()],
    ] as const) {
      expect((await add('text.txt', body)).content_type).toBe(type);
    }
    const tiff = await canvas.tiff().toBuffer();
    expect((await upload('me.jpg', tiff).expect(415)).body).toMatchObject({ code: 'unsupported_media_type' });
    await upload('me.jpg', (await photo()).subarray(0, 300)).expect(415);
  });

  it('that would fill the memory is refused', async () => {
    const large = await sharp({ create: { width: 15_000, height: 8_000, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    await upload('large.png', large).expect(413);
  });
});

describe('a file', () => {
  it('comes back byte for byte, with its name, as a download', async () => {
    const body = 'a,b\n"ü 👋","=1"\n';
    const asset = await add("Grüße (1)'.csv", body);
    expect(asset).toMatchObject({ kind: 'file', content_type: 'text/csv', width: null });
    const answer = await request(api.app)
      .get(await linkOf(asset))
      .expect(200);
    expect(answer.text).toBe(body);
    expect(answer.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.get('x-content-type-options')).toBe('nosniff');
    expect(answer.get('content-disposition')).toBe(
      `attachment; filename="file"; filename*=UTF-8''Gr%C3%BC%C3%9Fe%20%281%29%27.csv`,
    );
    const pdf = await add('a.pdf', '%PDF-1.7\n%%EOF\n');
    expect(pdf.content_type).toBe('application/pdf');
  });

  it('that a browser might run, or that is nothing we know, is refused or never run', async () => {
    await upload('a.svg', '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>').expect(415);
    await upload('a.txt', Buffer.from([0x61, 0xff, 0xfe])).expect(415);
    await upload('a.txt', Buffer.from([0x61, 0])).expect(415);
    await upload('a.zip', Buffer.from('504b0304', 'hex')).expect(415);
    await upload('a.txt', '').expect(400);
    expect((await add('a.html', '<script>alert(1)</script>')).content_type).toBe('text/plain');
  });

  it('that is too large is refused, also where its length is not said, and leaves nothing behind', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'convomatic-assets-'));
    const { TMPDIR = tmpdir() } = process.env;
    process.env.TMPDIR = folder;
    const server = api.app.listen(0);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const headers = { cookie: `convomatic_login=${team.editor.token}`, 'sec-fetch-site': 'same-origin' };
    const asked = send({ port, method: 'POST', path: `${pathOf(project)}?name=a.txt`, headers });
    const answered = once(asked, 'response') as Promise<[IncomingMessage]>;
    const chunk = Buffer.alloc(1_000_000, 'a');
    for (let sent = 0; sent < 51; sent += 1) asked.write(chunk);
    const [answer] = await answered;
    expect(answer.statusCode).toBe(413);
    asked.destroy();
    server.closeAllConnections();
    server.close();
    process.env.TMPDIR = TMPDIR;
    expect(await readdir(folder)).toEqual([]);
    await rmdir(folder);
  });
});

describe('a storage that cannot be used', () => {
  it('is told to who sends a file, and nothing is stored', async () => {
    const broken = await startApi({ variables: { ASSETS_DIR: '/dev/null/assets' } });
    try {
      const people = await buildTeam(broken);
      const { project: own } = await buildProject(people);
      const answer = await people.editor
        .post(`${pathOf(own)}?name=a.txt`)
        .type('text/plain')
        .send('Hello')
        .expect(503);
      expect(answer.body).toMatchObject({ code: 'unavailable' });
      expect(answer.get('retry-after')).toBe('10');
      expect((await people.editor.get(pathOf(own)).expect(200)).body).toEqual({ assets: [] });
    } finally {
      await broken.close();
    }
  });
});

describe('an asset', () => {
  it('is listed, told of in the team’s room and written down', async () => {
    const other = (await buildProject(team)).project;
    const asset = await add('a.txt', 'Hello', other);
    expect((await team.observer.get(pathOf(other)).expect(200)).body).toEqual({ assets: [asset] });
    const event = (await listRoomEvents(api.knex, `group-${String(team.id)}`)).at(-1);
    expect(event).toMatchObject({ kind: 'asset.created', records: { assets: [asset] } });
    const entry = await api
      .knex('audit_entries')
      .where({ action: 'asset.create', subject_id: asset.id })
      .first<{ actor_id: number }>('actor_id');
    expect(entry.actor_id).toBe(team.editor.user.id);
  });

  it('cannot be removed while a prompt shows it, and is gone when it was', async () => {
    const other = (await buildProject(team)).project;
    const asset = await add('a.txt', 'Hello', other);
    const prompt = await addPrompt(team.editor, { project_id: other.id, offset_ms: 0 });
    const shown = JSON.stringify({ kind: 'file', asset_id: asset.id, name: asset.name });
    await api.knex('prompts').where({ id: prompt.id }).update({ asset: shown });
    const path = `/api/assets/${String(asset.id)}`;
    const url = await linkOf(asset);
    expect((await team.editor.delete(path).expect(409)).body).toMatchObject({ code: 'conflict' });
    await team.editor.post(`/api/projects/${String(other.id)}/publish`).expect(201);
    await api.knex('prompts').where({ id: prompt.id }).update({ asset: null });
    await team.editor.delete(path).expect(409);
    await team.editor.post(`/api/projects/${String(other.id)}/publish`).expect(201);
    await team.editor.delete(path).expect(204);
    await team.editor.delete(path).expect(404);
    await team.editor.get(`${path}/link`).expect(404);
    await request(api.app).get(url).expect(404);
    expect((await team.editor.get(pathOf(other)).expect(200)).body).toEqual({ assets: [] });
    const event = (await listRoomEvents(api.knex, `group-${String(team.id)}`)).at(-1);
    expect(event).toMatchObject({ kind: 'asset.removed', records: { assets: [{ id: asset.id }] } });
  });

  it('has an address for its team and for who was given it, and for nobody else', async () => {
    const talk = await buildTalk(api, await buildLiveProject(team, {}, [0]));
    const asset = await add('a.txt', 'Hello');
    const path = `/api/assets/${String(asset.id)}/link`;
    const [given, other] = talk.guests;
    const shown = JSON.stringify({ kind: 'file', asset_id: asset.id, name: asset.name });
    const deliveries = api.knex('prompt_deliveries').where({ session_id: talk.session.id });
    await deliveries.clone().update({ asset: shown, recipient_user_id: given?.user_id });
    await given?.get(path).expect(404);
    const jobs = buildJobs(api);
    const due = await makeDue(api, 'prompt', await deliveries.clone().pluck<number[]>('id'));
    await jobs.dueRows.claim('prompt', due);
    await jobs.close();
    await given?.get(path).expect(200);
    await other?.get(path).expect(404);
    await (await joinProject(api, talk.project.slug)).get(path).expect(404);
    await team.stranger.get(path).expect(404);
    await request(api.app).get(path).expect(401);
  });

  it('is not given to who has an address that was changed, or is too old', async () => {
    const asset = await add('a.txt', 'Hello');
    const url = await linkOf(asset);
    const other = url.replace(`/assets/${String(asset.id)}/`, `/assets/${String(asset.id - 1)}/`);
    await request(api.app).get(other).expect(401);
    const later = url.replace(/expires=\d+/, (found) => `${found}0`);
    expect((await request(api.app).get(later).expect(401)).body).toMatchObject({ code: 'token_invalid' });
  });

  it('is for editors to add and to remove', async () => {
    const path = `${pathOf(project)}?name=a.txt`;
    const asset = await add('a.txt', 'Hello');
    await team.observer.post(path).type('text/plain').send('a').expect(403);
    await team.stranger.post(path).type('text/plain').send('a').expect(404);
    await request(api.app).post(path).type('text/plain').send('a').expect(401);
    await team.observer.delete(`/api/assets/${String(asset.id)}`).expect(403);
    await team.stranger.get(pathOf(project)).expect(404);
  });
});
