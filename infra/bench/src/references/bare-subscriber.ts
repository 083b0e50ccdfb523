import { recordsChannel } from '@convomatic/contracts/names';
import { Redis } from 'ioredis';
import { createServer } from 'node:http';

/** The least that a process can do with a message that is not for it: ioredis hands it over, and it is counted. */
const { HOST, PORT, REDIS_URL = '' } = process.env;
const redis = new Redis(REDIS_URL);
let count = 0;
redis.on('messageBuffer', () => {
  count += 1;
});
await redis.subscribe(recordsChannel);
createServer((_request, response) => response.end(String(count))).listen(Number(PORT), HOST);
process.once('SIGTERM', () => process.exit());
process.once('disconnect', () => process.exit());
