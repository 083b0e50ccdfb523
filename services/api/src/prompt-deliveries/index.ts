export { deliverPrompts } from './deliver-prompts.ts';
export { listDelivered, listOverdue } from './prompt-deliveries.repository.ts';
