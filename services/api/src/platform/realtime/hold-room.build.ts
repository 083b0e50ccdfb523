import { createDatabase } from '@convomatic/kit/database';
import { createLogger } from '@convomatic/kit/logger';
import { lockRooms } from './rooms.ts';

/** A process that takes a room, says so, and never commits: for the test that freezes it. */
const [url = '', room = ''] = process.argv.slice(2);
const logger = createLogger({ service: 'test', level: 'silent' });
const { knex } = createDatabase({ url, logger, applicationName: 'holder' });
await knex.transaction(async (trx) => {
  await lockRooms(trx, [room]);
  process.stdout.write('held\n');
  await new Promise((resolve) => setTimeout(resolve, 60_000));
});
