import type { JobPayloads } from '@convomatic/contracts';

type Link = { email: string; url: string; minutes: number };

/** The token stands behind the #, so it reaches the page and no server's log. */
export const signInUrl = (publicUrl: string, token: string): string =>
  new URL(`/sign-in#token=${token}`, publicUrl).href;

export const signInMail = ({ email, url, minutes }: Link): JobPayloads['mail.send'] => ({
  to: email,
  subject: 'Your sign-in link for Convomatic',
  text: [
    'Open this link to sign in to Convomatic:',
    url,
    `It works once, within ${String(minutes)} minutes.`,
    'If you did not ask for it, you can ignore this mail: nothing happens without the link.',
  ].join('\n\n'),
});
