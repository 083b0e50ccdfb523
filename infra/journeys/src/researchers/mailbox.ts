import { until } from '@convomatic/kit/testing/until';
import type { System } from '../system/system.ts';

/** The newest sign-in link that was sent to an address: without a mail server the worker writes mails to its log. */
export const readSignInToken = ({ services }: System, address: string): Promise<string> =>
  until(
    () => {
      const mails = services.worker
        .logs()
        .split('\n')
        .filter((line) => line.includes(`"to":"${address}"`));
      return /sign-in#token=([\w-]+)/.exec(mails.at(-1) ?? '')?.[1];
    },
    { what: `a sign-in link for ${address}` },
  );
