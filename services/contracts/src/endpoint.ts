import type { z } from 'zod';
import type { Action } from './names/index.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * Who may call: anyone; a login's cookie; a participant's token; either of the two; a login of a platform admin;
 * another service of ours, by the token that services know.
 * What they may do with the row in question is decided by the feature's policy.
 */
export type Access = 'public' | 'login' | 'participant' | 'person' | 'admin' | 'service';

export type EndpointDefinition = {
  access: Access;
  /** The row of the permission table that decides for the thing in question. */
  action?: Action;
  /** Rows that parts of it ask for besides. */
  also?: readonly Action[];
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  /** The body is a file, which the feature itself reads from the request. */
  raw?: true;
  /** The body of the answer; absent for 204 and for what is streamed. */
  response?: z.ZodType;
  /** 200 unless said otherwise, 204 without a response. */
  status?: 200 | 201 | 202 | 204;
};

export type Endpoint = EndpointDefinition & { method: Method; path: string };

type Route = `${Method} /${string}`;

type Bound<D> = { [R in keyof D]: D[R] & { method: Method; path: string } };

/** Declares endpoints by their route, such as `GET /api/boot`; clients call them by the same text. */
export const defineEndpoints = <const D extends Record<Route, EndpointDefinition>>(
  definitions: D,
): Bound<D> =>
  Object.fromEntries(
    Object.entries(definitions).map(([route, definition]) => {
      const [method, path] = route.split(' ');
      return [route, { ...definition, method, path }];
    }),
  ) as unknown as Bound<D>;
