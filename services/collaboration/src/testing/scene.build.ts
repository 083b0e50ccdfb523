import { createLogger } from '@convomatic/kit/logger';
import { createRedis } from '@convomatic/kit/redis';
import { testDatabase } from '@convomatic/kit/testing/postgres';
import { startStack } from '@convomatic/kit/testing/processes';
import { testRedis } from '@convomatic/kit/testing/redis';
import { Editor } from './editor.build.ts';
import { createPeople } from './people.build.ts';
import type { Person } from './people.build.ts';

/** The real api and a real node on stores of their own, people, and what they write in. */
export const createScene = async () => {
  const [database, redis] = await Promise.all([testDatabase(), testRedis()]);
  const stack = await startStack({
    services: ['api', 'collaboration'],
    databaseUrl: database.url,
    redisUrl: redis.url,
  });
  const { api, collaboration } = stack.services;
  const people = await createPeople({ databaseUrl: database.url, apiUrl: api.url });
  const logger = createLogger({ service: 'test', level: 'silent' });
  const commands = createRedis({ url: redis.url, logger, name: 'test' });
  const editors: Editor[] = [];
  const url = `${collaboration.url.replace('http', 'ws')}/collaboration`;

  const open = (person: Pick<Person, 'secret'>, name: string, at = url): Editor => {
    const editor = new Editor({ url: at, secret: person.secret, name });
    editors.push(editor);
    return editor;
  };

  return {
    ...people,
    api,
    collaboration,
    redis,
    url,
    open,
    /** Names of what Redis keeps for nodes. */
    keptStates: () => commands.redis.keys('document:*'),
    flush: () => commands.redis.flushall(),
    /** The value of a metric. */
    count: async (metric: string): Promise<number> => {
      const text = await (await fetch(`${collaboration.url}/metrics`)).text();
      const line = text.split('\n').find((one) => one.startsWith(`chat_collaboration_${metric} `));
      return Number(line?.split(' ').at(-1) ?? 0);
    },
    close: async (): Promise<void> => {
      for (const editor of editors) editor.close();
      await stack.stop();
      await people.close();
      await commands.close();
      await redis.close();
      await database.close();
    },
  };
};

export type Scene = Awaited<ReturnType<typeof createScene>>;
