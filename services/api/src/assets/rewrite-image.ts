import { AppError } from '@convomatic/kit/errors';
import type { Sharp } from 'sharp';

export type Picture = { path: string; bytes: number; width: number; height: number };

/** A small file can hold a picture that fills the memory. */
const mostPixels = 100_000_000;

const quality = 92;
const encoders: Record<string, (image: Sharp) => Sharp> = {
  'image/jpeg': (image) => image.jpeg({ quality }),
  'image/webp': (image) => image.webp({ quality }),
  'image/png': (image) => image.png(),
  'image/gif': (image) => image.gif(),
};

const problemOf = (cause: unknown): AppError => {
  const isLarge = cause instanceof Error && cause.message.includes('pixel limit');
  return isLarge
    ? new AppError('too_large', 'The picture has more than 100 million pixels. Make it smaller.', { cause })
    : new AppError('unsupported_media_type', 'The picture cannot be read. Save it anew, and send it again.', {
        cause,
      });
};

/**
 * Draws a picture anew, upright and with nothing but its pixels: what a camera adds, such as the place, and what is
 * hidden in a file is gone. Moving pictures keep moving.
 */
export const rewriteImage = async (path: string, contentType: string): Promise<Picture> => {
  // Loaded with the first picture, because it takes much memory.
  const { default: sharp } = await import('sharp');
  const target = `${path}.rewritten`;
  try {
    const image = sharp(path, { animated: true, limitInputPixels: mostPixels });
    const { pages = 1 } = await image.metadata();
    const upright = pages > 1 ? image : image.autoOrient();
    const { width, height, size, pageHeight } = await (encoders[contentType]?.(upright) ?? upright).toFile(
      target,
    );
    return { path: target, bytes: size, width, height: pageHeight ?? height };
  } catch (error) {
    throw problemOf(error);
  }
};
