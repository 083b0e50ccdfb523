import type { Logger } from '@convomatic/kit/logger';
import type { Document, Hocuspocus } from '@hocuspocus/server';
import type { SaveOutcome } from '../documents-api.ts';
import type { Drop } from './drop-document.ts';
import type { HeldDocument } from './held-documents.ts';
import { dropped, Refusal } from '../refusal.ts';
import type { Retries } from './retries.ts';
import type { States } from './states.ts';
import { tell } from './tell.ts';

/** One store, from the moment that it is read; what is typed later is for the next one. */
export type Attempt = {
  instance: Hocuspocus;
  document: Document;
  held: HeldDocument;
  changes: number;
  /** Whether Redis has the state. */
  isKept: boolean;
};

type Needs = { states: States; drop: Drop; retries: Retries; logger: Logger };

const removed = () => new Refusal({ code: 'not_found', message: 'This text was removed.' });
const textRefused = () =>
  new Refusal({
    code: 'text_refused',
    message: 'The text contained something that no text may contain. It is as it was saved last.',
  });

const settleSaved = ({ document, held, changes }: Attempt, at: string): void => {
  if (held.endSave(changes)) tell(document, { type: 'saved', generation: held.generation, at });
};

const settleTooLarge = ({ document, held, isKept }: Attempt): void => {
  held.isParked = isKept;
  const message = 'This text is too long to be saved. Shorten it, or a part of it will be lost.';
  tell(document, { type: 'not_saved', code: 'too_large', message });
};

/** What becomes of a document after a save, whichever way it went. */
export const createSettle = ({ states, drop, retries, logger }: Needs) => {
  /** The state would bring back what cannot be saved. */
  const forget = async ({ document, held }: Attempt): Promise<void> => {
    await states.remove(document.name, held.generation).catch((error: unknown) => {
      logger.warn({ err: error, document: document.name }, 'a state was not removed');
    });
  };

  const end = async (attempt: Attempt, refusal: Refusal): Promise<void> => {
    await forget(attempt);
    drop(attempt.instance, attempt.document, refusal);
  };

  const tryAgain = ({ instance, document }: Attempt): void => {
    const message = 'This text is not saved yet. It is tried again.';
    tell(document, { type: 'not_saved', code: 'unavailable', message });
    retries.later(instance, document);
  };

  return async (attempt: Attempt, result: SaveOutcome): Promise<void> => {
    if (result.outcome === 'unavailable') {
      tryAgain(attempt);
      return;
    }
    retries.forget(attempt.document);
    switch (result.outcome) {
      case 'saved':
        settleSaved(attempt, result.at);
        break;
      case 'too_large':
        settleTooLarge(attempt);
        break;
      case 'stale':
        drop(attempt.instance, attempt.document, dropped());
        break;
      case 'gone':
        await end(attempt, removed());
        break;
      case 'refused':
        await end(attempt, textRefused());
    }
  };
};

export type Settle = ReturnType<typeof createSettle>;
