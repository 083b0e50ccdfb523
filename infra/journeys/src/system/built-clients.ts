import { existsSync } from 'node:fs';
import { repository } from './repository.ts';

const pages = ['clients/dashboard/dist/index.html', 'clients/widget/dist/index.html'];

/** @throws where what browsers load has not been built */
export const requireBuiltClients = (): void => {
  const missing = pages.filter((page) => !existsSync(new URL(page, repository)));
  if (missing.length > 0)
    throw new Error(
      `${missing.join(' and ')} not found: build the clients first, with "npm test -- build journeys".`,
    );
};
