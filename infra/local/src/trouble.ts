import { inspect } from 'node:util';

/** Something that the person at the terminal can mend: its message is the whole explanation, without a stack. */
export class Trouble extends Error {
  override readonly name = 'Trouble';
}

export function explain(error: unknown): string {
  if (error instanceof Trouble) return `\n${error.message}\n`;
  const isForbidden = error instanceof Error && 'code' in error && error.code === 'EACCES';
  const hint = isForbidden ? '\nPerhaps another user, or root, started this clone before.\n' : '';
  return `\n${inspect(error)}\n${hint}`;
}
