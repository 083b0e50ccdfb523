export { deliverPrompts } from './deliver-prompts.ts';
export { planDeliveries } from './plan-deliveries.ts';
export { listDelivered, listOverdue } from './prompt-deliveries.repository.ts';
