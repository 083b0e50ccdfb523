import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import S3rver from 's3rver';
import { createStorage, storageVariables } from './index.ts';
import type { Storage } from './index.ts';
import { z } from 'zod';

let folder: string;
let server: S3rver;
let endpoint: string;
const storages = new Map<string, Storage>();
const config = (variables: object) => z.object(storageVariables).parse(variables);
const s3 = (changes: object = {}) =>
  createStorage(
    config({
      ...{ S3_BUCKET: 'assets', S3_REGION: 'eu-central-1', S3_ENDPOINT: endpoint },
      ...{ S3_ACCESS_KEY_ID: 'S3RVER', S3_SECRET_ACCESS_KEY: 'S3RVER' },
      ...changes,
    }),
  );

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convomatic-storage-'));
  server = new S3rver({
    ...{ port: 0, address: '127.0.0.1', silent: true, directory: join(folder, 's3') },
    configureBuckets: [{ name: 'assets', configs: [] }],
  });
  const { port } = await server.run();
  endpoint = `http://127.0.0.1:${String(port)}`;
  storages.set('disk', createStorage(config({ ASSETS_DIR: join(folder, 'disk') })));
  storages.set('S3', s3());
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const fileOf = async (content: Buffer): Promise<string> => {
  const path = join(folder, 'source');
  await writeFile(path, content);
  return path;
};

describe.each(['disk', 'S3'])('a storage on %s', (name) => {
  const storage = (): Storage => {
    const found = storages.get(name);
    if (!found) throw new Error('no such storage');
    return found;
  };

  it('gives back what it was given, byte for byte, until it is removed', async () => {
    const content = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251));
    const file = { key: '7/a-file', path: await fileOf(content), contentType: 'image/png' };
    await storage().put(file);
    expect((await buffer(await storage().get(file.key))).equals(content)).toBe(true);
    await storage().remove(file.key);
    await expect(storage().get(file.key)).rejects.toMatchObject({ code: 'not_found' });
    await storage().remove(file.key);
  });

  it('replaces a file as a whole', async () => {
    const put = async (text: string) =>
      storage().put({ key: '7/b', path: await fileOf(Buffer.from(text)), contentType: 'text/plain' });
    await put('longer than the other');
    await put('short');
    expect((await buffer(await storage().get('7/b'))).toString()).toBe('short');
  });
});

describe('a storage that cannot be used', () => {
  it('on S3 says so, whether it is away, or refuses the key, or has no such bucket', async () => {
    const path = await fileOf(Buffer.from('a'));
    const broken = [
      s3({ S3_ENDPOINT: 'http://127.0.0.1:9' }),
      s3({ S3_ACCESS_KEY_ID: 'unknown' }),
      s3({ S3_BUCKET: 'missing' }),
    ];
    for (const storage of broken) {
      const put = storage.put({ key: '7/c', path, contentType: 'text/plain' });
      await expect(put).rejects.toMatchObject({ code: 'unavailable' });
    }
    await expect(storages.get('S3')?.get('7/c')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('on disk says so, and leaves no half of a file', async () => {
    const root = join(folder, 'blocked');
    await mkdir(join(root, '7', 'd'), { recursive: true });
    await writeFile(join(root, '7', 'd', 'inside'), '');
    const storage = createStorage(config({ ASSETS_DIR: root }));
    // A folder stands where the file belongs: the last step fails.
    const put = storage.put({ key: '7/d', path: await fileOf(Buffer.from('a')), contentType: 'text/plain' });
    await expect(put).rejects.toMatchObject({ code: 'unavailable' });
    expect(await readdir(join(root, '7'))).toEqual(['d']);
    await expect(storage.get('7/d/inside/deeper')).rejects.toMatchObject({ code: 'unavailable' });
  });
});
