import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import Provider from 'oidc-provider';
import type { AdapterFactory, Configuration, JWK } from 'oidc-provider';
import { freePort } from './free-port.ts';
import { createOpenidStorage } from './openid-storage.ts';

/** Somebody who can sign in at the provider. */
export interface OpenidAccount {
  /** How the provider calls them. */
  readonly sub: string;
  readonly name?: string;
  readonly email?: string;
  readonly email_verified?: boolean;
}

interface OpenidProviderOptions {
  accounts: OpenidAccount[];
  redirectUris: string[];
  /** Where the address and the name are told; only by asking again, unless said otherwise. */
  claimsIn?: 'userinfo' | 'id_token';
}

export interface TestOpenidProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Replaces the key that it signs with. With `keepId` the new one has the old one's name. */
  changeKey: (options?: { keepId?: boolean }) => void;
  /** Changes what is told of an account, or adds one. */
  setAccount: (account: OpenidAccount) => void;
  /** Answers nobody until `start`. */
  stop: () => Promise<void>;
  start: () => Promise<void>;
  /** Ends it for good. */
  close: () => Promise<void>;
}

const client = { id: 'convomatic', secret: 'a-secret-for-tests-that-protects-nothing' };
const scope = 'openid email profile';
const cookieKey = randomBytes(32).toString('hex');

const newKey = (kid: string): JWK => ({
  ...(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }) as JWK),
  kid,
  use: 'sig',
  alg: 'RS256',
});

type Accounts = ReadonlyMap<string, OpenidAccount>;

type Parts = { accounts: Accounts; storage: AdapterFactory; key: JWK };

const configure = (
  { redirectUris, claimsIn = 'userinfo' }: OpenidProviderOptions,
  { accounts, storage, key }: Parts,
): Configuration => ({
  adapter: storage,
  clients: [
    {
      client_id: client.id,
      client_secret: client.secret,
      redirect_uris: redirectUris,
      token_endpoint_auth_method: 'client_secret_post',
    },
  ],
  jwks: { keys: [key] },
  cookies: { keys: [cookieKey] },
  pkce: { required: () => true },
  claims: { email: ['email', 'email_verified'], profile: ['name'] },
  conformIdTokenClaims: claimsIn === 'userinfo',
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_ctx, sub) => {
    const account = accounts.get(sub);
    return account && { accountId: sub, claims: () => ({ ...account }) };
  },
  // Nobody is asked whether the client may know who they are.
  loadExistingGrant: async (ctx) => {
    const { session, provider } = ctx.oidc;
    if (session?.accountId === undefined) return undefined;
    const known = session.grantIdFor(client.id);
    if (known !== undefined) return provider.Grant.find(known);
    const grant = new provider.Grant({ clientId: client.id, accountId: session.accountId });
    grant.addOIDCScope(scope);
    await grant.save();
    return grant;
  },
  ttl: { Session: 600, Interaction: 600, Grant: 600, AccessToken: 600, IdToken: 600, AuthorizationCode: 60 },
});

const pageOf = (accounts: Accounts): string =>
  [
    '<!doctype html><html lang="en"><title>Sign in at the provider</title><h1>Sign in at the provider</h1>',
    ...[...accounts.values()].map(
      ({ sub, email }) => `<p><a href="?account=${encodeURIComponent(sub)}">${email ?? sub}</a></p>`,
    ),
    '<p><a href="?cancel">Cancel</a></p>',
  ].join('');

/** The page on which a person picks their account; `?account=` picks one and `?cancel` refuses. */
const interact =
  (provider: Provider, accounts: Accounts) =>
  async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const { searchParams } = new URL(req.url ?? '/', provider.issuer);
    const account = searchParams.get('account');
    if (searchParams.has('cancel')) {
      await provider.interactionFinished(req, res, { error: 'access_denied' });
    } else if (account === null) {
      res.setHeader('content-type', 'text/html; charset=utf-8').end(pageOf(accounts));
    } else {
      await provider.interactionFinished(req, res, { login: { accountId: account, remember: false } });
    }
  };

const createListener = (provider: Provider, accounts: Accounts): RequestListener => {
  const answer = provider.callback();
  const answerInteraction = interact(provider, accounts);
  return (req, res) => {
    if (!req.url?.startsWith('/interaction/')) {
      void answer(req, res);
      return;
    }
    answerInteraction(req, res).catch((error: unknown) => {
      res.writeHead(500).end(String(error));
    });
  };
};

const listen = async (server: Server, port: number): Promise<void> => {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
};

const close = async (server: Server): Promise<void> => {
  if (!server.listening) return;
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
};

/** A real OpenID provider on a port of its own, whose people sign in by a click and without a password. */
export async function startOpenidProvider(options: OpenidProviderOptions): Promise<TestOpenidProvider> {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${String(port)}`;
  const accounts = new Map(options.accounts.map((account) => [account.sub, account]));
  let keyCount = 1;
  const storage = createOpenidStorage();
  const begin = (kid: string): RequestListener => {
    const parts = { accounts, storage, key: newKey(kid) };
    return createListener(new Provider(issuer, configure(options, parts)), accounts);
  };
  let listener = begin('key-1');
  const server = createServer((req, res) => {
    listener(req, res);
  });
  await listen(server, port);
  return {
    issuer,
    clientId: client.id,
    clientSecret: client.secret,
    changeKey: ({ keepId = false } = {}) => {
      if (!keepId) keyCount += 1;
      listener = begin(`key-${String(keyCount)}`);
    },
    setAccount: (account) => accounts.set(account.sub, account),
    start: () => listen(server, port),
    stop: () => close(server),
    close: () => close(server),
  };
}
