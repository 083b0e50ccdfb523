import type { Endpoint } from '@convomatic/contracts';
import { z } from 'zod';

/** A request that an endpoint must refuse, and how. */
export type WrongInput = {
  what: string;
  path: string;
  status: number;
  body?: string;
  type?: string;
};

const json = 'application/json';

const keysOf = (schema: z.ZodType | undefined): string[] =>
  schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];

const withParams = (path: string, value: string): string => path.replaceAll(/:\w+/g, value);

const wrongBodies = (endpoint: Endpoint, path: string): WrongInput[] => {
  const bad = (what: string, body: string): WrongInput => ({ what, path, status: 400, body, type: json });
  const wrong = [
    bad('an unknown field', '{"surprise":1}'),
    bad('a list', '[1]'),
    bad('broken JSON', '{"a":'),
    bad('a NUL', '{"a":"\\u0000"}'),
    bad('half a surrogate pair', '{"a":"\\ud800"}'),
    bad('great depth', `{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}`),
    { ...bad('a form', 'a=1'), status: 415, type: 'application/x-www-form-urlencoded' },
    { ...bad('plain text', 'hello'), status: 415, type: 'text/plain' },
    { ...bad('another charset', '{"a":1}'), status: 415, type: `${json}; charset=latin1` },
  ];
  if (!endpoint.body) return wrong;
  const wrongTypes = keysOf(endpoint.body).map((key) =>
    bad(`an object as ${key}`, JSON.stringify({ [key]: { wrong: true } })),
  );
  return [
    ...wrong,
    ...wrongTypes,
    bad('nothing in it', '{}'),
    bad('null', 'null'),
    { what: 'no body', path, status: 400 },
  ];
};

const wrongParams = (endpoint: Endpoint): WrongInput[] =>
  endpoint.params
    ? ['abc', '0', '-1', '1.5', '99999999999999999999', '%00'].map((value) => ({
        what: `${value} as an id`,
        path: withParams(endpoint.path, value),
        status: 400,
      }))
    : [];

const wrongQueries = (endpoint: Endpoint, path: string): WrongInput[] => [
  { what: 'an unknown parameter', path: `${path}?surprise=1`, status: 400 },
  ...keysOf(endpoint.query).map((key) => ({
    what: `rubbish as ${key}`,
    path: `${path}?${key}=%20`,
    status: 400,
  })),
];

const large: Omit<WrongInput, 'path'> = {
  what: 'two megabytes',
  status: 413,
  body: JSON.stringify({ a: 'x'.repeat(2 * 1024 * 1024) }),
  type: json,
};

/** Everything wrong that can be sent to an endpoint by somebody who may call it. */
export const wrongInputs = (endpoint: Endpoint): WrongInput[] => {
  const path = withParams(endpoint.path, '1');
  const bodies = endpoint.method === 'GET' ? [] : wrongBodies(endpoint, path);
  return [...wrongParams(endpoint), ...wrongQueries(endpoint, path), ...bodies, { ...large, path }];
};
