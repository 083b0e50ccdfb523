export { createPageRoutes } from './pages.routes.ts';
export { createPages } from './pages.service.ts';
