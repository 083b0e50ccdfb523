/**
 * What the collaboration server says beside the text. It travels as JSON: refusals as the reason of a failed
 * authentication or of a closed document, the rest as stateless messages.
 */
export const documentRefusals = [
  // Final: asking again gives the same answer.
  'invalid_name',
  'unauthenticated',
  'forbidden',
  'not_found',
  'wrong_node',
  // Ask again after a while, with the document that one has.
  'unavailable',
  'dropped',
  'draining',
  // The server's text is another one now: keep what was not saved as a copy, and begin with an empty document.
  'generation_changed',
  'text_refused',
] as const;

export type DocumentRefusalCode = (typeof documentRefusals)[number];

export type DocumentRefusal = { code: DocumentRefusalCode; message: string };

export type DocumentMode = 'read' | 'write';

/** Who types, as the others see it; `color` is a CSS colour. */
export type DocumentUser = { id: number; name: string; color: string };

/** The first message on every opened document, before any of its text. */
export type DocumentOpened = {
  type: 'opened';
  /** Of the Yjs document; a client tells it when it comes back. */
  generation: number;
  mode: DocumentMode;
  user: DocumentUser;
  saved: boolean;
};

/** Whether what is in the document is in the database. `not_saved` is tried again, but for `too_large`, which needs a change. */
export type DocumentSaving =
  | { type: 'saving' }
  | { type: 'saved'; generation: number; at: string }
  | { type: 'not_saved'; code: 'unavailable' | 'too_large'; message: string };

export type DocumentMessage = DocumentOpened | DocumentSaving;

const startsAnew: ReadonlySet<DocumentRefusalCode> = new Set(['generation_changed', 'text_refused']);
const passes: ReadonlySet<DocumentRefusalCode> = new Set(['unavailable', 'dropped', 'draining']);

/** What a client does after a refusal. */
export const afterRefusal = ({ code }: DocumentRefusal): 'start anew' | 'come back' | 'give up' => {
  if (startsAnew.has(code)) return 'start anew';
  return passes.has(code) ? 'come back' : 'give up';
};

/** The token with which a document is opened: boot's `collaboration_secret`, and the generation of what one has, if anything. */
export const documentToken = (secret: string, generation?: number): string =>
  generation === undefined ? secret : `${secret},${String(generation)}`;

const isRefusal = (value: unknown): value is DocumentRefusal =>
  typeof value === 'object' &&
  value !== null &&
  'code' in value &&
  'message' in value &&
  documentRefusals.some((code) => code === value.code);

/** Reads a reason; one that is none of ours, such as that of a lost connection, says to come back. */
export const parseDocumentRefusal = (reason: string): DocumentRefusal => {
  try {
    const value: unknown = JSON.parse(reason);
    if (isRefusal(value)) return value;
  } catch {
    // Text that is no JSON is a reason of the library.
  }
  return { code: 'dropped', message: 'The connection to this text was lost.' };
};
