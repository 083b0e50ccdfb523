export { createConsentRoutes } from './consents.routes.ts';
export { createConsents } from './consents.service.ts';
