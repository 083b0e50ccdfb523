type Request = {
  method: string;
  origin?: string | undefined;
  secFetchSite?: string | undefined;
  host?: string | undefined;
};

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

const hostOf = (origin: string): string | undefined =>
  URL.canParse(origin) ? new URL(origin).host : undefined;

/**
 * Whether a request that carries a cookie may change something: browsers say where it comes from, and that must be
 * our own pages. What says neither is no browser, and nobody can make it carry another one's cookie.
 */
export const canUseCookie = (req: Request, publicUrl: string): boolean => {
  if (safeMethods.has(req.method)) return true;
  if (req.secFetchSite !== undefined)
    return req.secFetchSite === 'same-origin' || req.secFetchSite === 'none';
  if (req.origin === undefined) return true;
  const host = hostOf(req.origin);
  return host !== undefined && (host === req.host || host === new URL(publicUrl).host);
};
