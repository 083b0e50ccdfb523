import { ConfigError } from '@convomatic/kit/config';
import { existsSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join, posix } from 'node:path';
import type { RequestHandler, Router } from 'express';
import express from 'express';
import helmet from 'helmet';

/** Names that a build gives: the content is in the name, so it never changes. */
const hashed = /[-.][\w-]{8,}\.\w+$/;

const setCaching = (res: ServerResponse, path: string): void => {
  const isImmutable = path.includes('/assets/') && hashed.test(path);
  res.setHeader('cache-control', isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache');
};

function requireFile(folder: string, file: string, variable: string): void {
  if (existsSync(join(folder, file))) return;
  throw new ConfigError(
    `The configuration cannot be used:\n  ${variable}: there is no ${file} in this folder (build the clients)`,
  );
}

/** Looked up at each request: a client may be built anew while the gateway runs. */
const serveFolder = (folder: string) =>
  express.static(folder, { redirect: false, cacheControl: false, setHeaders: setCaching });

const readOnly: RequestHandler = (req, _res, next) => {
  next(req.method === 'GET' || req.method === 'HEAD' ? undefined : 'router');
};

/** Beyond what every answer of ours has. HSTS belongs to whoever ends TLS; here it would lock a laptop out of http. */
const pageHeaders = helmet({
  strictTransportSecurity: false,
  xFrameOptions: { action: 'deny' },
  referrerPolicy: { policy: 'same-origin' },
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      'default-src': ["'self'"],
      'script-src': ["'self'"],
      // Floating menus and virtual lists place themselves with style attributes.
      'style-src': ["'self'", "'unsafe-inline'"],
      'img-src': ["'self'", 'data:', 'blob:'],
      // Covers ws: and wss: to this origin alone.
      'connect-src': ["'self'"],
      'object-src': ["'none'"],
      'base-uri': ["'none'"],
      'form-action': ["'self'"],
      'frame-ancestors': ["'none'"],
    },
  },
});

/** Pages of other sites load these, as scripts and from sandboxed frames. */
const widgetHeaders: RequestHandler[] = [
  helmet({
    strictTransportSecurity: false,
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] },
    },
  }),
  (_req, res, next) => {
    res.setHeader('access-control-allow-origin', '*');
    next();
  },
];

/** A path of the client's router gets the page; a file that is missing stays missing. */
const toPage: RequestHandler = (req, _res, next) => {
  if (posix.extname(req.path) === '') req.url = '/index.html';
  next();
};

interface FilesNeeds {
  dashboardFolder: string;
  widgetFolder: string;
}

/** @throws {ConfigError} where a client was not built. */
export function createFiles({ dashboardFolder, widgetFolder }: FilesNeeds): Router {
  requireFile(dashboardFolder, 'index.html', 'DASHBOARD_DIR');
  requireFile(widgetFolder, '.', 'WIDGET_DIR');
  const router = express.Router();
  const dashboard = serveFolder(dashboardFolder);
  const leave: RequestHandler = (_req, _res, next) => {
    next('router');
  };
  router.use(readOnly);
  router.use('/widget', ...widgetHeaders, serveFolder(widgetFolder), leave);
  router.use(pageHeaders, dashboard, toPage, dashboard);
  return router;
}
