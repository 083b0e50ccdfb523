import { styleText } from 'node:util';

/** Lines for a person, with at most one that is still being worked on. */
export interface Terminal {
  line(text: string): void;
  /** Shows a line while the work goes on, and how it ended. */
  step<T>(title: string, work: () => Promise<T>): Promise<T>;
}

const seconds = (sinceMs: number) => `${((performance.now() - sinceMs) / 1000).toFixed(1)} s`;

export const green = (text: string): string => styleText('green', text);
export const red = (text: string): string => styleText('red', text);
export const yellow = (text: string): string => styleText('yellow', text);
export const dim = (text: string): string => styleText('dim', text);
export const bold = (text: string): string => styleText('bold', text);

export function createTerminal(out: NodeJS.WriteStream): Terminal {
  let pending: string | undefined;
  // The window may be closed while everything is being stopped.
  out.on('error', () => undefined);

  const show = () => {
    if (pending !== undefined && out.isTTY) out.write(pending);
  };
  const clear = () => {
    if (pending !== undefined && out.isTTY) out.write('\r\u001b[K');
  };
  const line = (text: string) => {
    clear();
    out.write(`${text}\n`);
    show();
  };

  return {
    line,
    step: async (title, work) => {
      const startedAt = performance.now();
      pending = `${dim('…')} ${title}`;
      if (out.isTTY) show();
      else out.write(`${pending}\n`);
      const finish = (sign: string) => {
        clear();
        pending = undefined;
        line(`${sign} ${title} ${dim(seconds(startedAt))}`);
      };
      try {
        const result = await work();
        finish(green('✓'));
        return result;
      } catch (error) {
        finish(red('✗'));
        throw error;
      }
    },
  };
}
