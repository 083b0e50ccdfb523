export { createOrders } from './orders.ts';
export { createRelay, relayedChannels } from './relay.ts';
