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

/** A file may be of any type; everything else is JSON. */
const notJson = (path: string): WrongInput[] => [
  { what: 'a form', path, status: 415, body: 'a=1', type: 'application/x-www-form-urlencoded' },
  { what: 'plain text', path, status: 415, body: 'hello', type: 'text/plain' },
  { what: 'another charset', path, status: 415, body: '{"a":1}', type: `${json}; charset=latin1` },
];

const wrongBodies = (endpoint: Endpoint, path: string): WrongInput[] => {
  const bad = (what: string, body: string): WrongInput => ({ what, path, status: 400, body, type: json });
  const wrong = [
    bad('an unknown field', '{"surprise":1}'),
    bad('a list', '[1]'),
    bad('broken JSON', '{"a":'),
    bad('a NUL', '{"a":"\\u0000"}'),
    bad('half a surrogate pair', '{"a":"\\ud800"}'),
    bad('great depth', `{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}`),
    ...(endpoint.raw ? [] : notJson(path)),
  ];
  if (!endpoint.body) return wrong;
  const wrongTypes = keysOf(endpoint.body).map((key) =>
    bad(`an object as ${key}`, JSON.stringify({ [key]: { wrong: true } })),
  );
  const { body } = endpoint;
  const empty = [
    { input: {}, wrong: bad('nothing in it', '{}') },
    { input: null, wrong: bad('null', 'null') },
    { input: undefined, wrong: { what: 'no body', path, status: 400 } },
  ].filter(({ input }) => refuses(body, input));
  return [...wrong, ...wrongTypes, ...empty.map((one) => one.wrong)];
};

/** Rubbish to one endpoint may be right for another, such as a space in what is searched for. */
const refuses = (schema: z.ZodType, input: unknown): boolean => !schema.safeParse(input).success;

const wrongParams = ({ params, path }: Endpoint): WrongInput[] => {
  if (!params) return [];
  const filledWith = (value: string) => Object.fromEntries(keysOf(params).map((key) => [key, value]));
  return ['abc', '0', '-1', '1.5', '99999999999999999999', '%00']
    .filter((value) => refuses(params, filledWith(decodeURIComponent(value))))
    .map((value) => ({ what: `${value} as an id`, path: withParams(path, value), status: 400 }));
};

const wrongQueries = ({ query = z.strictObject({}) }: Endpoint, path: string): WrongInput[] => {
  const parameters = [
    { what: 'an unknown parameter', key: 'surprise', value: '1' },
    ...keysOf(query).map((key) => ({ what: `rubbish as ${key}`, key, value: ' ' })),
  ];
  const wrong = parameters.filter(({ key, value }) => refuses(query, { [key]: value }));
  return [
    { what: 'an address of 9 KB', path: `${path}?${'x'.repeat(9 * 1024)}`, status: 400 },
    ...wrong.map(({ what, key, value }) => ({
      what,
      path: `${path}?${key}=${encodeURIComponent(value)}`,
      status: 400,
    })),
  ];
};

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
  // A file may be that large.
  const tooLarge = endpoint.raw ? [] : [{ ...large, path }];
  return [...wrongParams(endpoint), ...wrongQueries(endpoint, path), ...bodies, ...tooLarge];
};
