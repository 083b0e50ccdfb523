import { endpoints } from '@convomatic/contracts';
import type { Endpoint, EndpointRoute, Endpoints } from '@convomatic/contracts';
import { bindEndpoint } from '@convomatic/kit/endpoint';
import type { Handle } from '@convomatic/kit/endpoint';
import type { Express, IRouter, RequestHandler } from 'express';
import type { createAccess } from './access.ts';

type Guards = { access: ReturnType<typeof createAccess>; limit: (endpoint: Endpoint) => RequestHandler[] };

/** Serves a route of the contract; access is checked before anything is parsed. */
export type Serve = <R extends EndpointRoute>(route: R, handle: Handle<Endpoints[R]>) => void;

export const createServe =
  (router: IRouter, { access, limit }: Guards): Serve =>
  (route, handle) => {
    const endpoint = endpoints[route];
    bindEndpoint(router, endpoint, { handle, guards: [access(endpoint.access), ...limit(endpoint)] });
  };

/** What a feature's routes file exports, once it has what it needs; pages that are no endpoints use `app`. */
export type AddRoutes = (serve: Serve, app: Express) => void;
