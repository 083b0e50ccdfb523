/**
 * Where to go after signing in: a path of this origin, else the start page. An address such as `//host` or `/\host`
 * would lead elsewhere, so the path is resolved as a browser does it and taken only when the origin stays.
 */
export const safeReturnPath = (asked: unknown, origin: string): string => {
  if (typeof asked !== 'string' || !asked.startsWith('/')) return '/';
  if (!URL.canParse(asked, origin)) return '/';
  const url = new URL(asked, origin);
  if (url.origin !== origin || url.pathname.startsWith('//') || url.pathname.startsWith('/sign-in'))
    return '/';
  return url.pathname + url.search + url.hash;
};
