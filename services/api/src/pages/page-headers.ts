type Embedding = { publicUrl: string; isEmbedded: boolean };

const socketOrigin = (publicUrl: string): string => new URL(publicUrl).origin.replace(/^http/, 'ws');

const contentSecurityPolicy = ({ publicUrl, isEmbedded }: Embedding): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data:",
    // Safari before 15.4 does not count a WebSocket of our own origin as 'self'.
    `connect-src 'self' ${socketOrigin(publicUrl)}`,
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${isEmbedded ? "'self'" : "'none'"}`,
  ].join('; ');

/** What the pages that participants open have otherwise than the rest of the api. */
export const pageHeaders = (embedding: Embedding): Record<string, string> => ({
  'content-security-policy': contentSecurityPolicy(embedding),
  // A page that isolates itself frames only what says that it may be.
  ...(embedding.isEmbedded && { 'cross-origin-resource-policy': 'cross-origin' }),
});
