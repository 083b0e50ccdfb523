type Request = {
  method: string;
  origin?: string | undefined;
  secFetchSite?: string | undefined;
  host?: string | undefined;
};

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether a request of this method may change something. */
export const isUnsafe = ({ method }: Pick<Request, 'method'>): boolean => !safeMethods.has(method);

const hostOf = (origin: string): string | undefined =>
  URL.canParse(origin) ? new URL(origin).host : undefined;

/**
 * Where a request comes from, as browsers say it and no page can change: from our own pages, from somewhere else, or
 * `unsaid`, as by what is no browser. A neighbour under the same domain is somewhere else.
 */
export const sourceOf = (
  { origin, secFetchSite, host }: Request,
  publicUrl: string,
): 'ours' | 'foreign' | 'unsaid' => {
  if (secFetchSite === 'same-origin') return 'ours';
  if (secFetchSite !== undefined && secFetchSite !== 'none') return 'foreign';
  if (origin === undefined) return 'unsaid';
  const originHost = hostOf(origin);
  const isOurs = originHost !== undefined && (originHost === host || originHost === new URL(publicUrl).host);
  return isOurs ? 'ours' : 'foreign';
};

type Asking = Request & {
  /** It carries the cookie of a login, which browsers add by themselves. */
  hasLogin: boolean;
  /** It has a token in its header, which no other site can put there. */
  hasBearer: boolean;
};

/**
 * Whether a request may change something. With a login's cookie it must say that it comes from our pages. Without
 * one it must not come from elsewhere, so that no site signs its visitors in as somebody else.
 */
export const mayChange = (asking: Asking, publicUrl: string): boolean => {
  if (!isUnsafe(asking) || asking.hasBearer) return true;
  const source = sourceOf(asking, publicUrl);
  return asking.hasLogin ? source === 'ours' : source !== 'foreign';
};
