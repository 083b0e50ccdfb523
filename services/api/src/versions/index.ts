export { readDraft } from './read-draft.ts';
export { findNewestVersion } from './versions.repository.ts';
export type { FrozenVersion } from './versions.repository.ts';
export { createVersionRoutes } from './versions.routes.ts';
export { createVersions } from './versions.service.ts';
export type { Versions } from './versions.service.ts';
