import { SMTPServer } from 'smtp-server';
import type { SMTPServerOptions } from 'smtp-server';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export type ReceivedMail = {
  from: string;
  to: string[];
  user: string | undefined;
  isSecure: boolean;
  source: string;
};

export type TestSmtp = { port: number; received: ReceivedMail[]; close: () => Promise<void> };

/** A real mail server on a free port, which keeps what it gets; `refuse` answers a mail with an error of its own. */
export const startSmtp = async (
  options: SMTPServerOptions,
  refuse: () => Error | undefined = () => undefined,
): Promise<TestSmtp> => {
  const received: ReceivedMail[] = [];
  const server = new SMTPServer({
    logger: false,
    ...options,
    onData: (stream, session, done) => {
      void text(stream).then((source) => {
        const error = refuse();
        if (!error) {
          const { mailFrom, rcptTo } = session.envelope;
          received.push({
            from: mailFrom ? mailFrom.address : '',
            to: rcptTo.map(({ address }) => address),
            user: session.user as string | undefined,
            isSecure: session.secure,
            source,
          });
        }
        done(error);
      }, done);
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.server.address() as AddressInfo).port,
    received,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
};
