import type { EndpointRequest } from '@convomatic/contracts';

type JoinBody = EndpointRequest<'POST /api/sessions/join'>['body'];

/** What the address of the page says about who comes, and from where. */
export type Arrival = Pick<JoinBody, 'slug' | 'platform' | 'external_id' | 'metadata'>;

/** Recruiters' names of a person's id, and the platform that each tells. */
const idParameters: Record<string, string | null> = {
  external_id: null,
  PROLIFIC_PID: 'prolific',
  workerId: 'mturk',
};

const maxEntries = 50;
const maxKeyLength = 80;
const maxValueLength = 500;

const metadataOf = (query: URLSearchParams, taken: string[]): Record<string, string> =>
  Object.fromEntries(
    [...query]
      .filter(([key]) => !taken.includes(key) && key.length <= maxKeyLength)
      .slice(0, maxEntries)
      .map(([key, value]) => [key, value.slice(0, maxValueLength)]),
  );

const slugOf = (pathname: string): string | undefined => /^\/join\/([\w-]+)\/?$/.exec(pathname)?.[1];

type Source = Pick<Arrival, 'platform' | 'external_id'> & { taken: string[] };

const sourceOf = (query: URLSearchParams): Source => {
  const parameter = Object.keys(idParameters).find((name) => query.get(name)?.trim());
  if (!parameter) return { taken: [] };
  const external_id = query.get(parameter)?.trim();
  const platform = idParameters[parameter] ?? query.get('platform') ?? '';
  return {
    taken: [parameter, 'platform'],
    ...(external_id && { external_id }),
    ...(/^[a-z][a-z0-9_-]{0,39}$/.test(platform) && { platform }),
  };
};

/** Null where the address is not one of a join page. */
export const readArrival = ({ pathname, search }: Pick<URL, 'pathname' | 'search'>): Arrival | null => {
  const slug = slugOf(pathname);
  if (!slug) return null;
  const query = new URLSearchParams(search);
  const { taken, ...source } = sourceOf(query);
  const metadata = metadataOf(query, taken);
  return { slug, ...source, ...(Object.keys(metadata).length > 0 && { metadata }) };
};
