import { ApiError } from '@convomatic/sdk';
import { afterEach, describe, expect, it } from '@jest/globals';
import { words } from '../words.ts';
import { explain, explainFields } from './api.ts';
import { language, setWords } from './language/language.ts';

setWords(words);
afterEach(() => {
  language.value = 'en';
});

const taken = new ApiError('name_taken', 'There is a project of this name.', {
  status: 409,
  fields: { name: 'Write something here.' },
});

describe('what went wrong', () => {
  it('is the server’s sentence in English, which says more than its code', () => {
    expect(explain(taken)).toBe('There is a project of this name.');
  });

  it('is said by its code in German', () => {
    language.value = 'de';
    expect(explain(taken)).toBe('Dieser Name ist vergeben. Wählen Sie einen anderen.');
  });

  it('names the request of a failed server', () => {
    const failed = new ApiError('internal', 'Oh.', { status: 500, requestId: 'r-7' });
    expect(explain(failed)).toMatch('name request r-7');
    language.value = 'de';
    expect(explain(failed)).toMatch('nennen Sie die Anfrage r-7');
  });

  it('is the network where no server answered', () => {
    expect(explain(new ApiError('network', 'fetch failed'))).toMatch('cannot be reached');
  });

  it('is the page itself for anything else', () => {
    expect(explain(new TypeError('x is undefined'))).toBe('Something in this page failed. Load it again.');
  });

  it('is said of each field', () => {
    language.value = 'de';
    expect(explainFields(taken)).toEqual({ name: 'Schreiben Sie hier etwas.' });
    expect(explainFields(new TypeError('none'))).toEqual({});
  });
});
