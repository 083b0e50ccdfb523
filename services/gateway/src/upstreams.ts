export type Upstream = 'api' | 'channels' | 'collaboration';

interface Place {
  path: string;
  upstream: Upstream;
  upgrades?: boolean;
}

/** The first that fits wins, so the longer path stands before the shorter. infra/nginx says the same. */
const places: readonly Place[] = [
  { path: '/api/records/stream', upstream: 'channels' },
  { path: '/socket.io', upstream: 'channels', upgrades: true },
  { path: '/collaboration', upstream: 'collaboration', upgrades: true },
  { path: '/api', upstream: 'api' },
  { path: '/join', upstream: 'api' },
  { path: '/embed', upstream: 'api' },
  { path: '/dev', upstream: 'api' },
];

const isWithin = (path: string, place: string): boolean => path === place || path.startsWith(`${place}/`);

const placeOf = (url: string): Place | undefined => {
  const [path = ''] = url.split('?', 1);
  return places.find((place) => isWithin(path, place.path));
};

/** Who answers a request; undefined for what the gateway serves from files. */
export const upstreamOf = (url: string): Upstream | undefined => placeOf(url)?.upstream;

/** Who takes a WebSocket; undefined where there is none. */
export function upgradeUpstreamOf(url: string): Upstream | undefined {
  const place = placeOf(url);
  return place?.upgrades ? place.upstream : undefined;
}
