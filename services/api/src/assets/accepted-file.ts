import { AppError } from '@convomatic/kit/errors';
import { fileTypeFromFile } from 'file-type';
import { tooLarge } from './receive-file.ts';
import type { Received } from './receive-file.ts';

export const mostImageBytes = 20_000_000;
export const mostFileBytes = 50_000_000;

const kinds: Record<string, 'image' | 'file'> = {
  'image/png': 'image',
  'image/jpeg': 'image',
  'image/webp': 'image',
  'image/gif': 'image',
  'application/pdf': 'file',
  'audio/mpeg': 'file',
  'video/mp4': 'file',
};

const textTypeOf = (name: string): string => (/\.csv$/i.test(name) ? 'text/csv' : 'text/plain');

/** What a file holds; its name only tells one kind of text from the other. */
export const acceptFile = async (
  { path, bytes, isText }: Received,
  name: string,
): Promise<{ kind: 'image' | 'file'; contentType: string }> => {
  if (bytes === 0) throw new AppError('invalid_input', 'The file is empty. Choose another one.');
  const found = await fileTypeFromFile(path);
  if (!found && isText) return { kind: 'file', contentType: textTypeOf(name) };
  const kind = found && kinds[found.mime];
  if (!kind) {
    const message = 'Send a PNG, JPEG, WebP or GIF picture, a PDF, an MP3, an MP4, or a text in UTF-8.';
    throw new AppError('unsupported_media_type', message);
  }
  if (kind === 'image' && bytes > mostImageBytes) throw tooLarge(mostImageBytes);
  return { kind, contentType: found.mime };
};
