export { createAssetRoutes } from './assets.routes.ts';
export { createAssets } from './assets.service.ts';
export { createSignedLinks } from './signed-links.ts';
