import type { DocumentMessage, DocumentMode, DocumentRefusal } from '@convomatic/contracts/names';
import type { SaveState } from '../platform/saving-sources.ts';

/** Said by `problem-words.ts`. */
export type DocumentProblem = { code: string; message: string };

/** What a page knows of a text that it has open. */
export interface TextState {
  link: 'opening' | 'open' | 'lost';
  /** Whether the text has been here; until then the saved one is shown. */
  isReady: boolean;
  /** Null before the server has let us in. */
  mode: DocumentMode | null;
  /** How it stands with what everybody typed, as the server says. */
  server: 'saved' | 'saving' | 'not_saved';
  /** What one typed oneself: still here alone, at the server, or in the database. */
  own: 'unsent' | 'sent' | 'saved';
  /** Why the text is closed for good, or not saved. */
  problem: DocumentProblem | null;
  isClosed: boolean;
}

export const initialTextState: TextState = {
  link: 'opening',
  isReady: false,
  mode: null,
  server: 'saved',
  own: 'saved',
  problem: null,
  isClosed: false,
};

/** After a message of the server. Only a save that began after one's words had arrived has them in it. */
export const hear = (state: TextState, message: DocumentMessage): TextState => {
  switch (message.type) {
    case 'opened':
      return { ...state, mode: message.mode, server: message.saved ? 'saved' : 'saving', problem: null };
    case 'saving':
      return { ...state, server: 'saving', problem: null };
    case 'saved':
      return { ...state, server: 'saved', own: state.own === 'sent' ? 'saved' : state.own, problem: null };
    case 'not_saved':
      return { ...state, server: 'not_saved', problem: message };
  }
};

export const close = (state: TextState, refusal: DocumentRefusal): TextState => ({
  ...state,
  link: 'lost',
  mode: 'read',
  problem: refusal,
  isClosed: true,
});

/** The state in the words of the head, where all that is being saved is shown as one. */
export const saveStateOf = ({ link, isReady, server, own, isClosed }: TextState): SaveState => {
  if (isClosed) return own === 'saved' ? 'idle' : 'failed';
  if (link === 'lost') return 'offline';
  if (!isReady) return 'idle';
  if (server === 'not_saved') return 'failed';
  return server === 'saving' || own !== 'saved' ? 'saving' : 'saved';
};

/** Whether the database has all that is known of; who only lost the connection has lost nothing. */
export const isSettled = ({ server, own, isClosed }: TextState): boolean =>
  own === 'saved' && (isClosed || server === 'saved');
