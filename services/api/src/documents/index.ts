export { createCollaborationSecrets } from './collaboration-secret.ts';
export { createDocumentAccess } from './document-access.ts';
export { createDocumentRoutes } from './documents.routes.ts';
export { createDocuments } from './documents.service.ts';
export type { TextDoor } from './text-door.ts';
export { createAnnounceText, createTextFence } from './text-fence.ts';
export type { TextWritten } from './text-fence.ts';
