import type { Request, Response } from 'express';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { StoredAsset } from './assets.repository.ts';

type File = { asset: StoredAsset; content: Readable };

/** Any name, for browsers of today; others get one that every header can carry. */
const dispositionOf = ({ kind, name }: StoredAsset): string => {
  const way = kind === 'image' ? 'inline' : 'attachment';
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
  return `${way}; filename="file"; filename*=UTF-8''${encoded}`;
};

const isReaderGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';

/** A page shows it as what it was found to be, and a browser that has it need not ask again while the address holds. */
export const sendFile = async (req: Request, res: Response, { asset, content }: File): Promise<void> => {
  const charset = asset.content_type.startsWith('text/') ? '; charset=utf-8' : '';
  res.set({
    'content-type': `${asset.content_type}${charset}`,
    'content-disposition': dispositionOf(asset),
    'cache-control': 'private, max-age=300',
    'x-content-type-options': 'nosniff',
  });
  try {
    await pipeline(content, res);
  } catch (error) {
    if (!isReaderGone(error)) throw error;
    req.log.info('the reader of a file went away');
  }
};
