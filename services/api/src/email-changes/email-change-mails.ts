import type { JobPayloads } from '@convomatic/contracts';
import type { Language } from '@convomatic/contracts/names';

type Mail = JobPayloads['mail.send'];
type Words = Pick<Mail, 'subject' | 'text'>;
type To = { email: string; language: Language };
type Confirm = { url: string; hours: number };

/** The token stands behind the #, so it reaches the page and no server's log. */
export const confirmUrl = (publicUrl: string, token: string): string =>
  new URL(`/confirm-email#token=${token}`, publicUrl).href;

const confirmTexts: Record<Language, (confirm: Confirm) => Words> = {
  en: ({ url, hours }) => ({
    subject: 'Confirm your address for Convomatic',
    text: [
      'Open this link to make this the address that you sign in to Convomatic with:',
      url,
      `It works once, within ${String(hours)} hours. Until then nothing changes.`,
      'If you did not ask for it, do not open the link: the account that asked for it is not yours.',
    ].join('\n\n'),
  }),
  de: ({ url, hours }) => ({
    subject: 'Bestätigen Sie Ihre Adresse für Convomatic',
    text: [
      'Öffnen Sie diesen Link, um sich künftig mit dieser Adresse bei Convomatic anzumelden:',
      url,
      `Er gilt einmal und ${String(hours)} Stunden lang. Bis dahin ändert sich nichts.`,
      'Wenn Sie das nicht wollten, öffnen Sie den Link nicht: Das Konto, das danach gefragt hat, ist nicht Ihres.',
    ].join('\n\n'),
  }),
};

const changedTexts: Record<Language, () => Words> = {
  en: () => ({
    subject: 'Your Convomatic address was changed',
    text: [
      'Your Convomatic account has a new address now. This one no longer signs in to it.',
      'All other browsers were signed out.',
      'If this was not you, write to the people who run the site at once.',
    ].join('\n\n'),
  }),
  de: () => ({
    subject: 'Ihre Adresse bei Convomatic wurde geändert',
    text: [
      'Ihr Konto bei Convomatic hat jetzt eine neue Adresse. Mit dieser hier können Sie sich dort nicht mehr anmelden.',
      'Alle anderen Browser wurden abgemeldet.',
      'Wenn Sie das nicht waren, schreiben Sie sofort den Leuten, die die Seite betreiben.',
    ].join('\n\n'),
  }),
};

export const confirmMail = ({ email, language }: To, confirm: Confirm): Mail => ({
  to: email,
  ...confirmTexts[language](confirm),
});

/** To the former address, so that its owner hears of a change that they did not make. */
export const changedMail = ({ email, language }: To): Mail => ({ to: email, ...changedTexts[language]() });
