import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** What no page of ours asks a browser for. */
export const permissionsPolicy =
  'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()';

const strict = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] },
  },
  referrerPolicy: { policy: 'no-referrer' },
  // Belongs to whoever ends TLS; here it would lock a laptop out of http.
  strictTransportSecurity: false,
  // `frame-ancestors` says the same, and a page that may be framed could not take this back from a proxy.
  xFrameOptions: false,
  originAgentCluster: false,
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
});

const unkept: RequestHandler = (_req, res, next) => {
  res.setHeader('cache-control', 'no-store');
  res.setHeader('permissions-policy', permissionsPolicy);
  next();
};

/** What every answer carries unless its route says otherwise: nobody frames it, keeps it, guesses its type or runs it. */
export const answerHeaders: RequestHandler[] = [strict, unkept];
