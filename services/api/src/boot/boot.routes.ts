import { callerOf } from '../platform/caller.ts';
import type { AddRoutes } from '../platform/serve.ts';
import type { ComposeBoot } from './boot.service.ts';

export const createBootRoutes =
  ({ composeBoot }: { composeBoot: ComposeBoot }): AddRoutes =>
  (serve) => {
    serve('GET /api/boot', ({ res }) => composeBoot(callerOf(res)));
  };
