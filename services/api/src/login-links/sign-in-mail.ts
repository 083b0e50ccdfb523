import type { JobPayloads } from '@convomatic/contracts';
import type { Language } from '@convomatic/contracts/names';

type Mail = JobPayloads['mail.send'];

type Link = { publicUrl: string; token: string; return_path?: string | undefined };

/**
 * The token stands behind the #, so it reaches the page and no server's log. The page opens the way back after signing
 * in, so a way that leaves our pages is left out, whoever let it through before.
 */
export const signInUrl = ({ publicUrl, token, return_path }: Link): string => {
  const url = new URL('/sign-in', publicUrl);
  const way = new URLSearchParams({ token });
  if (return_path !== undefined && new URL(return_path, url).origin === url.origin) {
    way.set('return', return_path);
  }
  url.hash = way.toString();
  return url.href;
};

type SignIn = { url: string; code: string; minutes: number };

const signInTexts: Record<Language, (signIn: SignIn) => Pick<Mail, 'subject' | 'text'>> = {
  en: ({ url, code, minutes }) => ({
    subject: `${code} is your Convomatic code`,
    text: [
      'Open this link to sign in to Convomatic:',
      url,
      `Or write this code into the page that asked for it: ${code}`,
      `Either works once, within ${String(minutes)} minutes. Nobody from Convomatic ever asks you for the code.`,
      'If you did not ask for this mail, you can ignore it: nothing happens without the link or the code.',
    ].join('\n\n'),
  }),
  de: ({ url, code, minutes }) => ({
    subject: `${code} ist Ihr Code für Convomatic`,
    text: [
      'Öffnen Sie diesen Link, um sich bei Convomatic anzumelden:',
      url,
      `Oder schreiben Sie diesen Code in die Seite, die danach fragt: ${code}`,
      `Beides gilt einmal und ${String(minutes)} Minuten lang. Niemand von Convomatic fragt Sie je nach dem Code.`,
      'Wenn Sie diese Mail nicht angefordert haben, können Sie sie ignorieren: Ohne Link oder Code geschieht nichts.',
    ].join('\n\n'),
  }),
};

const noAccountTexts: Record<Language, (publicUrl: string) => Pick<Mail, 'subject' | 'text'>> = {
  en: (publicUrl) => ({
    subject: 'There is no Convomatic account for this address',
    text: [
      `Somebody, perhaps you, wanted to sign in at ${publicUrl} with this address. It has no account there, and new people come by invitation alone.`,
      'If you have another address, sign in with that one. If you want to take part, ask a member of the team for an invitation to this address.',
      'If it was not you, you can ignore this mail.',
    ].join('\n\n'),
  }),
  de: (publicUrl) => ({
    subject: 'Zu dieser Adresse gibt es kein Konto bei Convomatic',
    text: [
      `Jemand, vielleicht Sie, wollte sich unter ${publicUrl} mit dieser Adresse anmelden. Die Adresse hat dort kein Konto, und neue Personen kommen nur mit einer Einladung dazu.`,
      'Wenn Sie eine andere Adresse haben, melden Sie sich mit ihr an. Wenn Sie mitmachen möchten, bitten Sie ein Mitglied des Teams um eine Einladung an diese Adresse.',
      'Wenn Sie das nicht waren, können Sie diese Mail ignorieren.',
    ].join('\n\n'),
  }),
};

type To = { email: string; language: Language };

export const signInMail = ({ email, language }: To, signIn: SignIn): Mail => ({
  to: email,
  ...signInTexts[language](signIn),
});

/** Sent in place of a link where new people come by invitation alone. */
export const noAccountMail = ({ email, language }: To, publicUrl: string): Mail => ({
  to: email,
  ...noAccountTexts[language](publicUrl),
});
