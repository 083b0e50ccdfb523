import type { Endpoint } from '@convomatic/contracts';
import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { z } from 'zod';
import { rubbishInAddress, rubbishValue } from './rubbish-values.ts';
import { valuesOf } from './values-of.ts';

export type RubbishRequest = {
  /** As it stands in the endpoint's path → what stands in its place. */
  params: Record<string, string | undefined>;
  query: string;
  body: string | Uint8Array | undefined;
  headers: Record<string, string>;
};

const json = { 'content-type': 'application/json' };

/** Undefined stands for a row that there is. */
const paramsOf = ({ path }: Endpoint): Arbitrary<RubbishRequest['params']> => {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  const part = fc.oneof(
    { weight: 6, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constantFrom('1', '999999999') },
    { weight: 1, arbitrary: rubbishInAddress },
  );
  return fc.record(Object.fromEntries(names.map((name) => [name, part])));
};

const asQuery = (fields: unknown): string =>
  Object.entries(fields as Record<string, unknown>)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${encodeURIComponent(key.toWellFormed())}=${asQueryValue(value)}`)
    .join('&');

const asQueryValue = (value: unknown): string => {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return encodeURIComponent(text.toWellFormed()).slice(0, 3_000);
};

const rubbishQuery = fc.oneof(
  fc.constantFrom('a', '&&&', '=', 'a[b]=1', 'a=1&a=2', '__proto__=1', '%=%', '%00=%00', 'limit=1&limit=2'),
  fc.constant(Array.from({ length: 1_500 }, (_, at) => `k${String(at)}`).join('&')),
  fc.tuple(rubbishInAddress, rubbishInAddress).map((pair) => pair.join('=')),
);

const queryOf = ({ query }: Endpoint): Arbitrary<string> => {
  const described =
    query instanceof z.ZodObject ? valuesOf(query).map((fields) => asQuery(fields ?? {})) : fc.constant('');
  return fc.oneof({ weight: 9, arbitrary: described }, { weight: 1, arbitrary: rubbishQuery });
};

const written = (value: unknown): string | undefined => JSON.stringify(value);

const bodyOf = ({ body, method }: Endpoint): Arbitrary<RubbishRequest['body']> => {
  const described = body ? valuesOf(body).map(written) : fc.constant(undefined);
  if (method === 'GET')
    return fc.oneof({ weight: 9, arbitrary: described }, { weight: 1, arbitrary: fc.constant('{}') });
  return fc.oneof({ weight: 9, arbitrary: described }, { weight: 1, arbitrary: rubbishValue.map(written) });
};

/** Requests to an endpoint whose parts are what its contract describes, and what it does not. */
export const requestsOf = (endpoint: Endpoint): Arbitrary<RubbishRequest> =>
  fc.record({
    params: paramsOf(endpoint),
    query: queryOf(endpoint),
    body: bodyOf(endpoint),
    headers: fc.constant(json),
  });

const types = fc.constantFrom(
  'application/json',
  'application/json; charset=utf-8',
  'application/json; charset=utf-16',
  'application/json; charset=latin1',
  'application/json; charset="',
  'application/JSON;;;',
  'application/vnd.api+json',
  'text/plain',
  'multipart/form-data; boundary=x',
  'application/x-www-form-urlencoded',
  '*/*',
  '',
);

const encodings = fc.constantFrom(
  undefined,
  'gzip',
  'deflate',
  'br',
  'identity',
  'compress',
  'gzip, gzip',
  ' ',
);

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.string({ unit: 'binary' }).map((text) => Buffer.from(text, 'utf16le')),
  fc
    .constantFrom(
      '{',
      '{"a":',
      '[,]',
      "{'a':1}",
      '\ufeff{}',
      '{}{}',
      '{"a":1,"a":2}',
      'NaN',
      '"\\ud800"',
      '\0',
    )
    .map((text) => Buffer.from(text)),
  fc
    .constantFrom('['.repeat(200_000), `${'{"a":'.repeat(50_000)}1`, `"${'x'.repeat(1_048_576)}"`)
    .map((text) => Buffer.from(text)),
);

/** Bodies that are no JSON, or say that they are something else. */
export const foreignBodies: Arbitrary<Pick<RubbishRequest, 'body' | 'headers'>> = fc
  .record({ body: bytes, type: types, encoding: encodings })
  .map(({ body, type, encoding }) => ({
    body,
    headers: { 'content-type': type, ...(encoding && { 'content-encoding': encoding }) },
  }));
