import { variables } from '@convomatic/kit/config';
import { z } from 'zod';

export const configSchema = z.object({
  PORT: variables.port(8080),
  HOST: variables.host(),
  METRICS_PORT: variables.optionalPort(
    'Port of /metrics, which the port for browsers does not have; without it there are none.',
  ),
  // The first hop believes nobody, unless an operator puts another one before it.
  TRUSTED_PROXIES: variables.trustedProxies('none'),
  API_URL: variables.serviceUrl('the api'),
  CHANNELS_URL: variables.serviceUrl('the channel server'),
  COLLABORATION_URL: variables.serviceUrl('the collaboration server'),
  DASHBOARD_DIR: variables.folder(
    'Folder of the built dashboard, which every page that is not proxied comes from.',
  ),
  WIDGET_DIR: variables.folder('Folder of the built widget, served under /widget.'),
  LOG_LEVEL: variables.logLevel(),
});

export type Config = Readonly<z.infer<typeof configSchema>>;
