import { until } from '@convomatic/kit/testing/until';
import type { System } from '../system/system.ts';

/** A mail as it came, and what its reader takes out of it. */
interface Mail {
  id: number;
  subject: string;
  body: string;
  /** The first address in it. */
  link: string;
  /** Six digits, where it has any. */
  code: string;
}

const read = (mail: Pick<Mail, 'id' | 'subject' | 'body'>): Mail => ({
  ...mail,
  link: /https?:\/\/\S+/.exec(mail.body)?.[0] ?? '',
  code: /\b\d{6}\b/.exec(mail.body)?.[0] ?? '',
});

/** Somebody's mails: without a mail server the system shows them. */
export const createMailbox = ({ url }: Pick<System, 'url'>, address: string) => {
  let lastRead = 0;

  const list = async (): Promise<Mail[]> => {
    const answer = await fetch(`${url}/dev/mail?format=json&to=${encodeURIComponent(address)}`);
    const { mails } = (await answer.json()) as { mails: Mail[] };
    return mails;
  };

  return {
    /** What came until now counts as read. */
    tidy: async (): Promise<void> => {
      lastRead = (await list())[0]?.id ?? 0;
    },
    /** The newest mail that was not read yet, of those whose link leads to a page. */
    next: async (page = '/'): Promise<Mail> => {
      const isMeant = ({ id, body }: Mail): boolean => id > lastRead && body.includes(url + page);
      const newest = async (): Promise<Mail | undefined> => (await list()).find(isMeant);
      const mail = await until(newest, { what: `a mail to ${address}`, deadlineMs: 20_000 });
      lastRead = mail.id;
      return read(mail);
    },
  };
};

/** The newest sign-in link that was sent to an address. */
export const readSignInToken = async (system: System, address: string): Promise<string> =>
  new URL((await createMailbox(system, address).next('/sign-in')).link).hash.replace('#token=', '');
