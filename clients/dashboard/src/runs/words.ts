import { defineWords } from '../platform/language/define-words.ts';

export const runs = defineWords({
  en: {
    runs: 'Runs',
    runs_text: 'Each run is one data collection. Groups form within it; once it is closed, nobody can join.',
    not_loaded: 'The runs cannot be loaded',
    open: 'open',
    closed: 'closed',
    taken: '{count} joined',
    taken_of: '{count} of at most {most} joined',
    close: 'Close',
    label: 'Name of the next run',
    open_new: 'Open a run',
  },
  de: {
    runs: 'Erhebungen',
    runs_text:
      'Jede Erhebung sammelt für sich. Gruppen entstehen in ihr; ist sie geschlossen, kann niemand mehr teilnehmen.',
    not_loaded: 'Die Erhebungen können nicht geladen werden',
    open: 'offen',
    closed: 'geschlossen',
    taken: '{count} dabei',
    taken_of: '{count} von höchstens {most} dabei',
    close: 'Schließen',
    label: 'Name der nächsten Erhebung',
    open_new: 'Erhebung öffnen',
  },
});
