import type { RequestHandler } from 'express';
import type { AddRoutes } from '../platform/serve.ts';
import { pageHeaders } from './page-headers.ts';
import type { Pages } from './pages.service.ts';

type Needs = { pages: Pages; publicUrl: string };

export const createPageRoutes =
  ({ pages, publicUrl }: Needs): AddRoutes =>
  (_serve, app) => {
    const servePage =
      (isEmbedded: boolean): RequestHandler<{ slug: string }> =>
      async (req, res) => {
        const { html, isFound } = await pages.render(req.params.slug);
        res
          .set(pageHeaders({ publicUrl, isEmbedded }))
          .status(isFound ? 200 : 404)
          .type('html')
          .send(html);
      };
    app.get('/join/:slug', servePage(false));
    app.get('/embed/:slug', servePage(true));
  };
