import { documentsChannel } from '@convomatic/contracts/names';
import type { Logger } from '@convomatic/kit/logger';
import { createSubscriber } from '@convomatic/kit/redis';
import type { Subscriber } from '@convomatic/kit/redis';
import type { Document, Hocuspocus } from '@hocuspocus/server';
import { z } from 'zod';
import { generationChanged } from './refusal.ts';
import { storeNow } from './store/index.ts';
import type { Drop, HeldDocuments } from './store/index.ts';

type Needs = {
  instance: Hocuspocus;
  documents: HeldDocuments;
  drop: Drop;
  redisUrl: string;
  logger: Logger;
};

export type Rewrites = { isReady: () => boolean; close: () => Promise<void> };

const rewritten = z.object({ name: z.string(), generation: z.int().positive() });

const recheckMs = 15_000;

const parse = (payload: Buffer): z.infer<typeof rewritten> | undefined => {
  try {
    return rewritten.parse(JSON.parse(payload.toString()));
  } catch {
    return undefined;
  }
};

/**
 * Lets go of documents whose text the api has written itself: at once when it says so, and where the message was
 * lost, with the next look at each document that nobody types in. A look is a save that changes nothing.
 */
export const createRewrites = ({ instance, documents, drop, redisUrl: url, logger }: Needs): Rewrites => {
  const hear = (payload: Buffer): void => {
    const said = parse(payload);
    const document = said && instance.documents.get(said.name);
    if (!document) return;
    const { generation = said.generation } = documents.of(document) ?? {};
    if (generation < said.generation) drop(instance, document, generationChanged());
  };

  const recheck = (isDue: (document: Document) => boolean): void => {
    for (const document of instance.documents.values())
      if (isDue(document)) void storeNow(instance, document);
  };
  const timer = setInterval(() => {
    recheck((document) => (documents.of(document)?.sinceCheckedMs ?? 0) > recheckMs);
  }, recheckMs / 3);

  const subscriber: Subscriber = createSubscriber({
    url,
    logger,
    name: 'collaboration-subscriber',
    channels: [documentsChannel],
    onMessage: (_channel, payload) => {
      hear(payload);
    },
    onReady: () => {
      recheck(() => true);
    },
  });

  return {
    isReady: subscriber.isReady,
    close: async () => {
      clearInterval(timer);
      await subscriber.close();
    },
  };
};
