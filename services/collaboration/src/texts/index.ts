export { readText } from './read-text.ts';
export { seedState } from './seed.ts';
