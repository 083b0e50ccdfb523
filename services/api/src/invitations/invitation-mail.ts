import type { Invitation, JobPayloads } from '@convomatic/contracts';
import type { Language, TeamRole } from '@convomatic/contracts/names';

type Invited = {
  email: string;
  url: string;
  language: Language;
  team_name: string;
  inviter_name: string;
  invitation: Pick<Invitation, 'role' | 'expires_at'>;
};

type Said = { team: string; inviter: string; role: string; date: string; url: string };

const roles: Record<Language, Record<TeamRole, string>> = {
  en: { owner: 'owner', editor: 'editor', observer: 'observer' },
  de: { owner: 'Leitung', editor: 'Bearbeitung', observer: 'Beobachtung' },
};

const words: Record<Language, { subject: (said: Said) => string; text: (said: Said) => string[] }> = {
  en: {
    subject: ({ team }) => `Invitation to the team “${team}” on Convomatic`,
    text: ({ team, inviter, role, date, url }) => [
      `${inviter} invites you to the team “${team}” on Convomatic, as ${role}.`,
      'Open this link and sign in with this address to accept:',
      url,
      `It works once, until ${date}.`,
      'If you do not know who this is, you can ignore this mail: nothing happens without the link.',
    ],
  },
  de: {
    subject: ({ team }) => `Einladung in das Team „${team}“ bei Convomatic`,
    text: ({ team, inviter, role, date, url }) => [
      `${inviter} lädt Sie in das Team „${team}“ bei Convomatic ein, Rolle: ${role}.`,
      'Öffnen Sie diesen Link und melden Sie sich mit dieser Adresse an, um anzunehmen:',
      url,
      `Er gilt einmal, bis zum ${date}.`,
      'Wenn Sie nicht wissen, wer das ist, ignorieren Sie diese Mail: Ohne den Link geschieht nichts.',
    ],
  },
};

/** Anyone may choose a name: in a mail to a stranger it is one line and never an address that can be clicked. */
const plain = (name: string): string =>
  name
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}/\\:@<>]+/gu, ' ')
    .replaceAll(/\.(?=\S)/g, '·')
    .replaceAll(/\s+/g, ' ')
    .trim();

const dateOf = (at: string, language: Language): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(at));

export const invitationMail = ({
  email,
  url,
  language,
  team_name,
  inviter_name,
  invitation,
}: Invited): JobPayloads['mail.send'] => {
  const said: Said = {
    team: plain(team_name),
    inviter: plain(inviter_name),
    role: roles[language][invitation.role],
    date: dateOf(invitation.expires_at, language),
    url,
  };
  const { subject, text } = words[language];
  return { to: email, subject: subject(said), text: text(said).join('\n\n') };
};
