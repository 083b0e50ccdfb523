import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { parseDocumentName } from './names/index.ts';
import { richText } from './rich-text.ts';
import { id, timestamp } from './scalars.ts';

/** A document's name, as the address that it stands for. */
const nameParam = z.string().transform((name, context) => {
  const address = parseDocumentName(name);
  if (address) return address;
  context.addIssue({ code: 'custom', message: 'expected the name of a document' });
  return z.NEVER;
});

/** Counts the times that the text was written by something else than the collaboration server, or seeded anew. */
const generation = z.int().positive();

/** One run of a collaboration server. */
const owner = z.string().min(1).max(100);

const documentParams = z.strictObject({ name: nameParam });

/** Who asks, what they may do, and where: all that the collaboration server decides by. */
const documentAccess = z.object({
  mode: z.enum(['read', 'write']),
  user: z.object({ id, name: z.string(), color: z.string() }),
  /** Null while nobody has opened or rewritten it. */
  generation: generation.nullable(),
  /** Documents of one shard are on one node, at `/collaboration/{shard}`. */
  shard: z.string(),
});
export type DocumentAccess = z.infer<typeof documentAccess>;

export const documentEndpoints = defineEndpoints({
  /** Access is decided by the secret of a login, which boot gives. Answers 401, 403, 404, and 422 for what is no name. */
  'POST /api/hocuspocus': {
    access: 'public',
    body: z.strictObject({ user_secret: z.string().max(500), document_name: z.string().max(1_000) }),
    response: documentAccess,
  },
  /** `generation` is that of the state which the caller has, or null. When another one is answered, that state is void. */
  'POST /api/documents/:name/load': {
    access: 'service',
    params: documentParams,
    body: z.strictObject({ owner, generation: generation.nullable() }),
    response: z.object({ generation, text: richText }),
  },
  /** 409 when the text or the owner has changed, 413 above 40 KB, 422 when the text is outside the schema. */
  'PUT /api/documents/:name': {
    access: 'service',
    params: documentParams,
    body: z.strictObject({
      generation,
      owner,
      text: z.unknown(),
      /** Who has typed since the last save, the last one last. */
      editors: z.array(id).max(1_000),
    }),
    response: z.object({ generation, saved_at: timestamp }),
  },
});
