import type { IncomingMessage } from 'node:http';

/**
 * The gateway is the first hop, so what a browser claims about hops before it is dropped; the proxy then writes
 * its own `x-forwarded-*`.
 */
export function prepareForwarding(req: IncomingMessage, requestId: string): void {
  for (const name of Object.keys(req.headers)) {
    // Names come in lower case; deleting them is how they are kept from the upstream.
    if (name === 'forwarded' || name.startsWith('x-forwarded-')) Reflect.deleteProperty(req.headers, name);
  }
  req.headers['x-request-id'] = requestId;
}
