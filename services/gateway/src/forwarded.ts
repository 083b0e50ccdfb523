import type { IncomingMessage } from 'node:http';

/** Makes a request ready to be passed on, under its id. */
export type PrepareForwarding = (req: IncomingMessage, requestId: string) => void;

const isClaim = (header: string): boolean => header === 'forwarded' || header.startsWith('x-forwarded-');

/**
 * What a browser claims about hops before it is dropped; the proxy then writes its own `x-forwarded-*`. A proxy in
 * front that we trust knows better than we do.
 */
export const createPrepareForwarding =
  (isTrusted: (address: string) => boolean): PrepareForwarding =>
  (req, requestId) => {
    if (!isTrusted(req.socket.remoteAddress ?? '')) {
      // Names come in lower case; deleting them is how they are kept from the upstream.
      for (const name of Object.keys(req.headers).filter(isClaim)) Reflect.deleteProperty(req.headers, name);
    }
    req.headers['x-request-id'] = requestId;
  };
