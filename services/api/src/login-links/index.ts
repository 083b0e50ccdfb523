export { noAccountMail } from './sign-in-mail.ts';
export { removeOldLinks } from './login-links.repository.ts';
export { createLoginLinkRoutes } from './login-links.routes.ts';
export { createLoginLinks, issueLoginLink } from './login-links.service.ts';
export type { LoginLinks, Proof } from './login-links.service.ts';
