export { createIdentify, listLoginCallers } from './identify.ts';
export { createLoginCookie } from './login-cookie.ts';
export { issueLoginLink } from './login-links.ts';
export { isLoginLive, listLoginsByAgent } from './logins.repository.ts';
export { createLoginRoutes } from './logins.routes.ts';
export { createLogins, endLogin } from './logins.service.ts';
export { openLogin } from './open-login.ts';
