export { createClean } from './cleaning.ts';
