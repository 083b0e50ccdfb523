import { z } from 'zod';

interface Handshake {
  query: Record<string, unknown>;
  auth: Record<string, unknown>;
}

const printable = z.string().regex(/^[\x21-\x7e]{1,512}$/);

/** The token of a handshake; `null` where there is none, `malformed` where it cannot be one. */
export function tokenOf({ query, auth }: Handshake): { token: string } | null | 'malformed' {
  const given = auth.token ?? query.channel_token;
  if (given === undefined || given === null || given === '') return null;
  const { data } = printable.safeParse(given);
  return data === undefined ? 'malformed' : { token: data };
}
