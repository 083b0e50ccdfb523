import type { Limits } from '../platform/limits/index.ts';
import { languageOf } from '../platform/language.ts';
import type { AddRoutes } from '../platform/serve.ts';
import type { LoginLinks } from './login-links.service.ts';

type Needs = { loginLinks: LoginLinks; limits: Limits };

export const createLoginLinkRoutes =
  ({ loginLinks, limits }: Needs): AddRoutes =>
  (serve) => {
    serve('POST /api/login-links', async ({ body, req }) => {
      await limits.take('sign_in_link_per_address', req.ip);
      await limits.take('sign_in_link_per_email', body.email);
      return { sent: true, request_token: await loginLinks.send({ ...body, language: languageOf(req) }) };
    });
  };
