export { findFirstAdmin, findUser, insertUser, lockUserByEmail } from './users.repository.ts';
