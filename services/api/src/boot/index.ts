export { createBootRoutes } from './boot.routes.ts';
export { createComposeBoot } from './boot.service.ts';
export { createCurrentUsers } from './current-users.ts';
