import type { Endpoint } from '@convomatic/contracts';
import type { IRouter, Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import { AppError } from './errors.ts';
import { fieldsOf } from './http-errors.ts';
import { findUnstorable } from './text.ts';

type Parsed<E, Key extends string> =
  E extends Record<Key, infer S> ? (S extends z.ZodType ? z.output<S> : undefined) : undefined;

type Answer<E> = E extends { response: infer S } ? (S extends z.ZodType ? z.input<S> : undefined) : undefined;

/** What a handler gets: the parsed parts of the request, and express's own for headers and streams. */
export interface Call<E extends Endpoint> {
  params: Parsed<E, 'params'>;
  query: Parsed<E, 'query'>;
  body: Parsed<E, 'body'>;
  req: Request;
  res: Response;
}

/** What a handler returns: the answer, or nothing where the endpoint has none. One that streams resolves once it has begun. */
export type Handle<E extends Endpoint> = (call: Call<E>) => Answer<E> | Promise<Answer<E>>;

interface Binding<E extends Endpoint> {
  handle: Handle<E>;
  /** Run before anything is parsed: who may call, by `endpoint.access`. */
  guards?: RequestHandler[];
}

/** Where an endpoint declares nothing, nothing may be sent: a field that would be ignored is a mistake of the caller. */
const nothing = z.strictObject({}).optional();

function parse(schema: z.ZodType = nothing, value: unknown): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new AppError('invalid_input', 'Some fields are not acceptable.', { fields: fieldsOf(result.error) });
}

/** What stands in an address; a body was looked through when it was read, and may be long. */
function parseText(schema: z.ZodType | undefined, value: unknown): unknown {
  const unstorable = findUnstorable(value);
  if (unstorable)
    throw new AppError('invalid_input', 'Some fields are not acceptable.', { fields: unstorable });
  return parse(schema, value);
}

/** In tests alone: an answer that breaks its contract is a fault of the server. */
function checkAnswer(endpoint: Endpoint, answer: unknown): void {
  if (process.env.NODE_ENV !== 'test' || !endpoint.response) return;
  const result = endpoint.response.safeParse(answer);
  if (result.success) return;
  throw new AppError('internal', `${endpoint.method} ${endpoint.path} breaks its contract`, {
    cause: result.error,
  });
}

function send(endpoint: Endpoint, res: Response, answer: unknown): void {
  if (res.headersSent) return;
  if (answer === undefined) {
    res.status(endpoint.status ?? 204).end();
    return;
  }
  checkAnswer(endpoint, answer);
  res.status(endpoint.status ?? 200).json(answer);
}

const verbs = { GET: 'get', POST: 'post', PUT: 'put', PATCH: 'patch', DELETE: 'delete' } as const;

/**
 * Serves one endpoint of the contract: guards first, then strict parsing of params, query and body (400 with
 * `fields`), then the handler, whose return value is the body of the answer.
 */
export function bindEndpoint<const E extends Endpoint>(
  router: IRouter,
  endpoint: E,
  { handle, guards = [] }: Binding<E>,
): void {
  const run: (call: Call<E>) => unknown = handle;
  const markRoute: RequestHandler = (_req, res, next) => {
    res.locals.route = endpoint.path;
    next();
  };
  router[verbs[endpoint.method]](endpoint.path, markRoute, ...guards, async (req: Request, res: Response) => {
    const call = {
      params: parseText(endpoint.params, req.params),
      query: parseText(endpoint.query, req.query),
      body: parse(endpoint.body, req.body),
      req,
      res,
    };
    send(endpoint, res, await run(call as Call<E>));
  });
}
