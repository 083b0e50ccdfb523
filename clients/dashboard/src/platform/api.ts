import { ApiError, createHttp } from '@convomatic/sdk';
import type { Call } from '@convomatic/sdk';

const http = createHttp();
const listeners = new Set<() => void>();

/** Told when the server no longer knows this browser's login. */
export const onSignedOut = (listener: () => void): void => {
  listeners.add(listener);
};

/** The page's one way to the api. */
export const call: Call = async (route, ...request) => {
  try {
    return await http(route, ...request);
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) for (const listener of listeners) listener();
    throw error;
  }
};

/** What went wrong, said to a person. */
export const explain = (error: unknown): string => {
  if (!(error instanceof ApiError)) return 'Something in this page failed. Load it again.';
  if (error.code === 'network') return 'The server cannot be reached. Check the network and try again.';
  if (error.status >= 500 && error.requestId)
    return `The server failed at this. Try again; if it stays, name request ${error.requestId}.`;
  return error.message;
};
