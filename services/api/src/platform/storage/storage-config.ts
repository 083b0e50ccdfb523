import { z } from 'zod';

export const storageVariables = {
  ASSETS_DIR: z
    .string()
    .default('.convomatic/assets')
    .describe(
      'Folder for the pictures and files of projects, where no S3 bucket is named; the same for every api.',
    ),
  S3_BUCKET: z.string().optional().describe('Bucket for the pictures and files of projects.'),
  S3_REGION: z.string().optional().describe('Region of the bucket, such as eu-central-1.'),
  S3_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'expected http(s)://host[:port]' })
    .optional()
    .describe('Address of the S3 storage, where it is not Amazon’s own.'),
  S3_ACCESS_KEY_ID: z
    .string()
    .optional()
    .describe('Key of the S3 storage, where the machine has no role of its own.'),
  S3_SECRET_ACCESS_KEY: z.string().optional().describe('Secret of that key.'),
};

export type StorageConfig = z.output<z.ZodObject<typeof storageVariables>>;

/** What goes together is set together. */
export const checkStorage = (config: StorageConfig, ctx: z.RefinementCtx): void => {
  const { S3_BUCKET, S3_REGION, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = config;
  const add = (path: keyof StorageConfig, message: string): void => {
    ctx.addIssue({ code: 'custom', path: [path], message });
  };
  if (S3_BUCKET !== undefined && S3_REGION === undefined) add('S3_REGION', 'expected with S3_BUCKET');
  if ((S3_ACCESS_KEY_ID === undefined) !== (S3_SECRET_ACCESS_KEY === undefined)) {
    add('S3_ACCESS_KEY_ID', 'expected with S3_SECRET_ACCESS_KEY, or neither of them');
  }
};
