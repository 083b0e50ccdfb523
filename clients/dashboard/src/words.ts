import type { Language } from '@convomatic/contracts/names';
import { account } from './account/words.ts';
import { admin } from './admin/words.ts';
import { audit } from './audit/words.ts';
import { commands } from './commands/words.ts';
import { documents } from './documents/words.ts';
import { invitations } from './invitations/words.ts';
import { logins } from './logins/words.ts';
import { memberships } from './memberships/words.ts';
import { notices } from './notices/words.ts';
import { places } from './places/words.ts';
import { errors, platform, problems } from './platform/words.ts';
import { projects } from './projects/words.ts';
import { prompts } from './prompts/words.ts';
import { runs } from './runs/words.ts';
import { sessions } from './sessions/words.ts';
import { teams } from './teams/words.ts';
import { versions } from './versions/words.ts';

/** Whose texts the pages speak: `t('projects.settings')` is in `projects/words.ts`. */
const nouns = {
  account,
  admin,
  audit,
  commands,
  documents,
  errors,
  invitations,
  logins,
  memberships,
  notices,
  places,
  platform,
  problems,
  projects,
  prompts,
  runs,
  sessions,
  teams,
  versions,
};

type Nouns = typeof nouns;
type AllTexts = { [Noun in keyof Nouns]: Nouns[Noun]['en'] };

const inLanguage = (language: Language): AllTexts =>
  Object.fromEntries(Object.entries(nouns).map(([noun, texts]) => [noun, texts[language]])) as AllTexts;

export const words: Record<Language, AllTexts> = { en: inLanguage('en'), de: inLanguage('de') };

declare module './platform/language/language.ts' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- the one way to add all nouns at once
  interface Texts extends AllTexts {}
}
