export { seedDatabase } from './seed-database.ts';
