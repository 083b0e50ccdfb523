import type { S3Client } from '@aws-sdk/client-s3';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { translateProblems } from './storage.ts';
import type { Storage } from './storage.ts';

export type S3Settings = {
  bucket: string;
  region: string;
  /** Absent for Amazon's own. */
  endpoint: string | undefined;
  /** Absent where the machine has a role of its own. */
  credentials: { accessKeyId: string; secretAccessKey: string } | undefined;
};

const isMissing = (error: unknown): boolean => error instanceof Error && error.name === 'NoSuchKey';
const never = (): boolean => false;

/** What goes wrong is thrown, and logged where it is answered. */
const ignore = (): void => undefined;
const quiet = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** Loaded with the first file: an api without S3 need not hold it in memory. */
const load = () => import('@aws-sdk/client-s3');

/** Files in a bucket of any storage that speaks S3. */
export const createS3Storage = ({ bucket, region, endpoint, credentials }: S3Settings): Storage => {
  let client: S3Client | undefined;
  const connect = async () => {
    const s3 = await load();
    client ??= new s3.S3Client({
      region,
      // One address for all buckets is what storages other than Amazon's have.
      ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
      ...(credentials && { credentials }),
      // Others than Amazon's do not know the newer checksums.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      maxAttempts: 2,
      logger: quiet,
      requestHandler: { connectionTimeout: 3_000, requestTimeout: 30_000 },
    });
    return { s3, client };
  };

  return {
    put: ({ key, path, contentType }) =>
      translateProblems(never, async () => {
        const { s3, client } = await connect();
        const { size } = await stat(path);
        const put = { Bucket: bucket, Key: key, ContentType: contentType, ContentLength: size };
        await client.send(new s3.PutObjectCommand({ ...put, Body: createReadStream(path) }));
      }),

    get: (key) =>
      translateProblems(isMissing, async () => {
        const { s3, client } = await connect();
        const { Body } = await client.send(new s3.GetObjectCommand({ Bucket: bucket, Key: key }));
        return Body as Readable;
      }),

    remove: (key) =>
      translateProblems(never, async () => {
        const { s3, client } = await connect();
        await client.send(new s3.DeleteObjectCommand({ Bucket: bucket, Key: key }));
      }),
  };
};
