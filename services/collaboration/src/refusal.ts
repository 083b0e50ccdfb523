import type { DocumentRefusal } from '@convomatic/contracts/names';

/**
 * Ends an opening, or an open document, with a reason that the client reads. It has no message of its own:
 * Hocuspocus would print it for every client that comes too early.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly refusal: DocumentRefusal;
  readonly reason: string;

  constructor(refusal: DocumentRefusal) {
    super('');
    this.refusal = refusal;
    this.reason = JSON.stringify(refusal);
  }
}

export const unavailable = (): Refusal =>
  new Refusal({
    code: 'unavailable',
    message: 'This text cannot be opened at the moment. It is tried again.',
  });

export const dropped = (): Refusal =>
  new Refusal({ code: 'dropped', message: 'This text has to be opened again.' });

export const generationChanged = (): Refusal =>
  new Refusal({
    code: 'generation_changed',
    message: 'This text was replaced by another version meanwhile.',
  });

export const draining = (): Refusal =>
  new Refusal({ code: 'draining', message: 'The connection moves to another server in a moment.' });
