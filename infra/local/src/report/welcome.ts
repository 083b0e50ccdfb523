import { bold, dim, green } from './terminal.ts';

interface Welcome {
  address: string;
  signInToken: string;
  demoSlug: string;
  tookMs: number;
}

/** The last lines of a start: where to go, and what to try. */
export function welcome({ address, signInToken, demoSlug, tookMs }: Welcome): string {
  const rule = dim('─'.repeat(78));
  const rows = [
    ['Dashboard', `${address}/sign-in#token=${signInToken}`],
    ['', dim('signs in the first owner, and works once')],
    ['Join the demo', `${address}/join/${demoSlug}`],
    ['Mails', `${address}/dev/mail`],
    ['', dim('what would be sent, such as links to sign in')],
    ['Not alone', `npm run simulate -- --project ${demoSlug} --participants 2`],
    ['', dim('fills the group for one person who joins in a browser')],
  ];
  return [
    '',
    rule,
    `${green('Convomatic is ready')} at ${bold(address)} ${dim(`after ${(tookMs / 1000).toFixed(1)} s`)}`,
    '',
    ...rows.map(([title = '', text = '']) => `  ${title.padEnd(15)}${text}`),
    '',
    dim('Ctrl-C stops everything; what was made stays for the next start.'),
    rule,
    '',
  ].join('\n');
}
