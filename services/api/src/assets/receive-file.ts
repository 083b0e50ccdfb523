import { AppError } from '@convomatic/kit/errors';
import { randomUUID } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

/** A file on this machine; `isText` where all of it is UTF-8 without NUL. */
export type Received = { path: string; bytes: number; isText: boolean };

const createTextCheck = () => {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let isText = true;
  const decode = (chunk?: Buffer): void => {
    if (!isText) return;
    try {
      isText = !decoder.decode(chunk, { stream: chunk !== undefined }).includes('\0');
    } catch {
      isText = false;
    }
  };
  return {
    add: decode,
    end: (): boolean => {
      decode();
      return isText;
    },
  };
};

export const tooLarge = (most: number): AppError =>
  new AppError('too_large', `The file is larger than ${Math.floor(most / 1_000_000)} MB. Make it smaller.`);

/** Writes what arrives to a file, and takes no more than it may: the memory of the process does not grow with it. */
export const receiveFile = async (
  source: Readable,
  { folder, mostBytes }: { folder: string; mostBytes: number },
): Promise<Received> => {
  const path = join(folder, randomUUID());
  const file = await open(path, 'wx');
  const text = createTextCheck();
  let bytes = 0;
  try {
    // The request stays open when the file is refused, because its answer is still to come.
    for await (const chunk of source.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > mostBytes) throw tooLarge(mostBytes);
      text.add(chunk);
      await file.write(chunk);
    }
  } finally {
    await file.close();
  }
  return { path, bytes, isText: text.end() };
};
