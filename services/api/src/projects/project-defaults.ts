import { richTextOf } from '@convomatic/contracts';
import type { Project } from '@convomatic/contracts';
import { outcomes } from '@convomatic/contracts/names';
import type { Outcome } from '@convomatic/contracts/names';
import { randomText } from './random-text.ts';

const codeLength = 8;

/** Those whose time was given, or was lost through no fault of theirs. */
const paying: Outcome[] = ['completed', 'waited_too_long', 'partner_left'];

/** A code for each outcome, different in every project, so that a code tells what happened where. */
const newOutcomes = (): Project['outcomes'] => {
  const entries = outcomes.map((outcome) => [
    outcome,
    { code: randomText(codeLength).toUpperCase(), redirect_url: null, pays: paying.includes(outcome) },
  ]);
  return Object.fromEntries(entries) as Project['outcomes'];
};

/** What a new project says until its team has written something better. */
export const newProjectTexts = (): Pick<Project, 'welcome' | 'farewell' | 'outcomes'> => ({
  welcome: richTextOf(
    'Welcome, and thank you for taking part.\n' +
      'You will talk with other people by text. Now and then a prompt appears that says what to talk about next.',
  ),
  farewell: richTextOf('The talk is over. Thank you for taking part.'),
  outcomes: newOutcomes(),
});
