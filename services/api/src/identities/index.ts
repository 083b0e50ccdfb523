export { createFinishRequest } from './finish-request.ts';
export { createIdentityRoutes } from './identities.routes.ts';
export { createIdentities } from './identities.service.ts';
export { removeOldRequests } from './identity-requests.repository.ts';
export { checkProviders, listProviders, providerVariables } from './provider-variables.ts';
export { createProviders } from './providers.ts';
export { createRequestCookie } from './request-cookie.ts';
export { createSignInByProvider } from './sign-in-by-provider.ts';
export { createStartRequest } from './start-request.ts';
