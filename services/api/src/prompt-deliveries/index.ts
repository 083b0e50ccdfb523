export { deliverPrompts } from './deliver-prompts.ts';
export { listDelivered } from './prompt-deliveries.repository.ts';
