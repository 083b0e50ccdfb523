import { defineWords } from '../platform/language/define-words.ts';

export const versions = defineWords({
  en: {
    publish: 'Publish v{number}',
    saving_first: 'Saving first…',
    nothing_changed: 'Nothing has changed since v{number}',
    is_live: 'Version {number} is live',
    is_live_text: 'Whoever joins from now on gets this version. Talks that run already keep theirs.',
    links_kept: 'You find these again in the settings.',
    done: 'Done',
    watch_live: 'Watch live',
    problem_text: 'The text {problem}',
    problem_time: 'The time {problem}',
  },
  de: {
    publish: 'v{number} veröffentlichen',
    saving_first: 'Erst wird gespeichert …',
    nothing_changed: 'Seit v{number} hat sich nichts geändert',
    is_live: 'Version {number} ist offen',
    is_live_text: 'Wer ab jetzt teilnimmt, bekommt diese Version. Laufende Gespräche behalten ihre.',
    links_kept: 'Sie finden beides auch in den Einstellungen.',
    done: 'Fertig',
    watch_live: 'Live zusehen',
    problem_text: 'Der Text {problem}',
    problem_time: 'Die Zeit {problem}',
  },
});
