export { listMessages } from './messages.repository.ts';
