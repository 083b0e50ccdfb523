export { createAdmit } from './admit.ts';
export type { Admit, BootState } from './admit.ts';
export { createBootRoutes } from './boot.routes.ts';
export { createComposeBoot } from './boot.service.ts';
export { createCurrentUsers } from './current-users.ts';
