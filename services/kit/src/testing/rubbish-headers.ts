import { loginCookie } from '@convomatic/contracts';
import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';

const knownNames =
  'cookie authorization x-request-id origin sec-fetch-site host x-forwarded-for forwarded content-length content-type ' +
  'content-encoding transfer-encoding expect connection upgrade if-none-match range accept accept-encoding ' +
  'accept-language user-agent referer sec-websocket-key sec-websocket-version __proto__';

const names = fc.oneof(fc.constantFrom(...knownNames.split(' ')), fc.string({ minLength: 1, maxLength: 10 }));

const plainValues =
  '0 -1 1e3 99999999999999999999 0x10 +1 2,3 chunked gzip,chunked identity Bearer Basic null same-origin cross-site ' +
  '100-continue websocket h2c close keep-alive,upgrade * bytes=0- W/" http:// http://[ ::ffff:999.1.1.1 ;;;=== unknown ' +
  `1.2.3.4,::1%eth0 for="[::1]:80" ${loginCookie}= ${loginCookie}=%E0%A4%A ${loginCookie}=";a=b`;

/** One character is one byte of the wire. */
const values = fc.oneof(
  fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  fc.constantFrom(...plainValues.split(' ')),
  fc.constantFrom(
    '',
    ' ',
    `Bearer ${'a'.repeat(200)}`,
    'bearer \u00ff',
    'a'.repeat(5_000),
    'a'.repeat(15_900),
  ),
);

/** Lines between the first of a request and the empty one, for a raw socket. */
export const rubbishHeaders: Arbitrary<string[]> = fc.array(
  fc.tuple(names, values).map(([name, value]) => `${name}: ${value}`),
  { minLength: 1, maxLength: 6 },
);
