import type { Logger } from '@convomatic/kit/logger';
import { createSubscriber } from '@convomatic/kit/redis';
import type { Subscriber } from '@convomatic/kit/redis';
import type { Meters } from './meters.ts';
import { relayedChannels } from './relay/index.ts';

interface SubscriptionNeeds {
  redisUrl: string;
  relay: (channel: string, payload: Buffer) => void;
  /** Reads what was published while the subscription was broken: it is in the log. */
  check: () => Promise<void>;
  cutAll: () => void;
  meters: Meters;
  logger: Logger;
}

/** A restart of Redis takes less; past it silence would be taken for peace. */
const silenceMs = 10_000;

/** CH16: messages flow from here on, also over breaks; only when Redis stays away the connections end. */
export function subscribe(needs: SubscriptionNeeds): Subscriber {
  const { redisUrl: url, relay, check, cutAll, meters, logger } = needs;
  let silence: NodeJS.Timeout | undefined;
  return createSubscriber({
    url,
    logger,
    name: 'channels-subscriber',
    channels: relayedChannels,
    onMessage: relay,
    onReady: () => {
      clearTimeout(silence);
      logger.info('subscribed');
      void check();
    },
    onBroken: () => {
      meters.subscriptionBreaks.inc();
      clearTimeout(silence);
      silence = setTimeout(cutAll, silenceMs).unref();
    },
  });
}
