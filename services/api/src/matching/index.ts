export { createMatching } from './matching.service.ts';
