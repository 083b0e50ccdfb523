import { parseDocumentName } from '@convomatic/contracts/names';
import type { Extension } from '@hocuspocus/server';
import type { Context } from '../context.ts';
import type { DocumentsApi } from '../documents-api.ts';
import type { Meters } from '../meters.ts';
import { draining, Refusal } from '../refusal.ts';

type Needs = { api: Pick<DocumentsApi, 'access'>; isDraining: () => boolean; meters: Meters };

type Token = { secret: string; generation: number | undefined };

/** What `documentToken` made. Anything else is left to the api, which knows no such secret. */
const parseToken = (token: string): Token => {
  const [, secret = token, digits] = /^([0-9]+,[\w-]+)(?:,([1-9][0-9]{0,14}))?$/.exec(token) ?? [];
  return { secret, generation: digits === undefined ? undefined : Number(digits) };
};

const requireName = (name: string): void => {
  if (parseDocumentName(name)) return;
  throw new Refusal({ code: 'invalid_name', message: 'There is no text with such a name.' });
};

/** A path may say which documents its node is for; the bare path is for all, on a single node. */
const requireNode = (url: string, shard: string): void => {
  const [, asked] = /^\/collaboration\/([^/]+)$/.exec(new URL(url).pathname) ?? [];
  if (asked === undefined || asked === shard) return;
  throw new Refusal({ code: 'wrong_node', message: 'This text is edited at another address.' });
};

/** Lets in whom the api lets in, asked anew for every document and connection; without a clear yes, nobody. */
export const createAuthorise = ({ api, isDraining, meters }: Needs): Extension => ({
  extensionName: 'authorise',
  onAuthenticate: async ({ documentName, token, connectionConfig, request }): Promise<Context> => {
    try {
      if (isDraining()) throw draining();
      requireName(documentName);
      const { secret, generation } = parseToken(token);
      const { mode, user, shard } = await api.access(secret, documentName);
      requireNode(request.url, shard);
      connectionConfig.readOnly = mode === 'read';
      meters.opens.inc({ outcome: mode });
      return { mode, user, generation };
    } catch (error) {
      meters.opens.inc({ outcome: error instanceof Refusal ? error.refusal.code : 'failed' });
      throw error;
    }
  },
});
