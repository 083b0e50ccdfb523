import { line } from '@convomatic/contracts';
import { z } from 'zod';

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

const urlOf = (issuer: string): URL | undefined => (URL.canParse(issuer) ? new URL(issuer) : undefined);

/** Whether it is spoken to without TLS, which is for a provider on this machine alone. */
export const isLoopbackIssuer = (issuer: string): boolean => {
  const url = urlOf(issuer);
  return url?.protocol === 'http:' && loopback.has(url.hostname);
};

const isIssuer = (issuer: string): boolean =>
  urlOf(issuer)?.protocol === 'https:' || isLoopbackIssuer(issuer);

const usualScopes = ['openid', 'email', 'profile'];

const providerSettings = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/, 'expected small letters, digits and hyphens, at most 40'),
  name: line(60),
  issuer: z.string().refine(isIssuer, 'expected https://…; http:// is for this machine alone'),
  client_id: z.string().min(1).max(500),
  client_secret: z.string().min(1).max(500),
  scopes: z
    .array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, 'expected a name without spaces'))
    .refine((scopes) => scopes.includes('openid'), 'expected openid among them')
    .default(usualScopes),
});

/** What the operator says of a provider; `id` is its name in addresses. */
export type ProviderSettings = z.infer<typeof providerSettings>;

const expected = 'expected a JSON list of objects with id, name, issuer, client_id and client_secret';

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Says where in the list a problem is; a parser's own message could quote a secret. */
const readProviders = (text: string, ctx: z.RefinementCtx): ProviderSettings[] => {
  const result = z.array(providerSettings, { error: expected }).safeParse(parseJson(text));
  if (result.success) return result.data;
  for (const { path, message } of result.error.issues) {
    const place = z.core.toDotPath(path);
    ctx.addIssue({ code: 'custom', message: place ? `${place}: ${message}` : message });
  }
  return z.NEVER;
};

export const providerVariables = {
  OPENID_PROVIDERS: z
    .string()
    .transform(readProviders)
    .optional()
    .describe(
      'OpenID providers that people may sign in by: a JSON list of {"id", "name", "issuer", "client_id", "client_secret", "scopes"?}.',
    ),
  GOOGLE_CLIENT_ID: z
    .string()
    .optional()
    .describe('Client id at Google; with GOOGLE_CLIENT_SECRET, people may sign in by Google.'),
  GOOGLE_CLIENT_SECRET: z.string().optional().describe('Client secret at Google.'),
};

type ProviderConfig = {
  OPENID_PROVIDERS?: ProviderSettings[] | undefined;
  GOOGLE_CLIENT_ID?: string | undefined;
  GOOGLE_CLIENT_SECRET?: string | undefined;
};

const listGoogle = ({ GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET }: ProviderConfig): ProviderSettings[] =>
  GOOGLE_CLIENT_ID === undefined || GOOGLE_CLIENT_SECRET === undefined
    ? []
    : [
        {
          id: 'google',
          name: 'Google',
          issuer: 'https://accounts.google.com',
          client_id: GOOGLE_CLIENT_ID,
          client_secret: GOOGLE_CLIENT_SECRET,
          scopes: usualScopes,
        },
      ];

/** In the order in which pages show them. */
export const listProviders = (config: ProviderConfig): ProviderSettings[] => [
  ...listGoogle(config),
  ...(config.OPENID_PROVIDERS ?? []),
];

/** What no variable can know alone. */
export const checkProviders = (config: ProviderConfig, ctx: z.RefinementCtx): void => {
  const report = (name: keyof ProviderConfig, message: string): void => {
    ctx.addIssue({ code: 'custom', path: [name], message });
  };
  if (config.GOOGLE_CLIENT_ID !== undefined && config.GOOGLE_CLIENT_SECRET === undefined)
    report('GOOGLE_CLIENT_SECRET', 'expected beside GOOGLE_CLIENT_ID');
  if (config.GOOGLE_CLIENT_SECRET !== undefined && config.GOOGLE_CLIENT_ID === undefined)
    report('GOOGLE_CLIENT_ID', 'expected beside GOOGLE_CLIENT_SECRET');
  const ids = listProviders(config).map((provider) => provider.id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) report('OPENID_PROVIDERS', `expected ids that differ; ${twice} is there twice`);
};
