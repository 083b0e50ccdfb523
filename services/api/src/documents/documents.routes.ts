import type { AddRoutes } from '../platform/serve.ts';
import type { DecideAccess } from './document-access.ts';
import type { Documents } from './documents.service.ts';

type Needs = { documents: Documents; decideAccess: DecideAccess };

export const createDocumentRoutes =
  ({ documents, decideAccess }: Needs): AddRoutes =>
  (serve) => {
    serve('POST /api/hocuspocus', ({ body }) => decideAccess(body));

    serve('POST /api/documents/:name/load', ({ params, body }) => documents.load(params.name, body));

    serve('PUT /api/documents/:name', ({ params, body }) => documents.save(params.name, body));
  };
