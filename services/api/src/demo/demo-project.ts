import { richTextOf } from '@convomatic/contracts';
import type { Prompt } from '@convomatic/contracts';

export const demoSlug = 'demo';

export const demoName = 'Two sides of a question';

/** A talk that fits into a minute, so that a newcomer sees a whole one. */
export const demoSettings = {
  group_min: 2,
  group_target: 3,
  duration_ms: 60_000,
  waiting_limit_ms: 300_000,
  welcome: richTextOf(
    'Thank you for taking part in a short talk about everyday choices.\n' +
      'Three people talk by text for one minute. Questions appear by themselves; answer in your own words and react to what the others write.\n' +
      'There are no right or wrong answers.',
  ),
  farewell: richTextOf('Time is up. Thank you for talking with us!\nYour completion code is shown below.'),
};

export const demoPrompts: Pick<Prompt, 'offset_ms' | 'body'>[] = [
  {
    offset_ms: 0,
    body: richTextOf(
      'Say hello. Then: should a town centre be free of cars? Say where you stand, and the one reason that matters most to you.',
    ),
  },
  {
    offset_ms: 15_000,
    body: richTextOf(
      'Change sides: what is the best argument of those who see it differently? Put it as fairly as you can.',
    ),
  },
  {
    offset_ms: 35_000,
    body: richTextOf('Find one thing that all of you could live with, and write it in a single sentence.'),
  },
];
