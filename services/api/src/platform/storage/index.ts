import { createDiskStorage } from './disk-storage.ts';
import { createS3Storage } from './s3-storage.ts';
import type { Storage } from './storage.ts';
import type { StorageConfig } from './storage-config.ts';

export type { Storage } from './storage.ts';
export { checkStorage, storageVariables } from './storage-config.ts';
export type { StorageConfig } from './storage-config.ts';

const credentialsOf = ({ S3_ACCESS_KEY_ID: id, S3_SECRET_ACCESS_KEY: secret }: StorageConfig) =>
  id !== undefined && secret !== undefined ? { accessKeyId: id, secretAccessKey: secret } : undefined;

/** A bucket where one is named, else a folder. */
export const createStorage = (config: StorageConfig): Storage => {
  const { S3_BUCKET: bucket, S3_REGION: region = '', S3_ENDPOINT: endpoint } = config;
  if (bucket === undefined) return createDiskStorage(config.ASSETS_DIR);
  return createS3Storage({ bucket, region, endpoint, credentials: credentialsOf(config) });
};
