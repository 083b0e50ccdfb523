export { roleMeanings, roleWords } from './role-words.ts';
