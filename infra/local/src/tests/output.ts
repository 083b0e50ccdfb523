import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Where the words of a stage go. */
export interface Output {
  /** For the programs that it runs: the terminal, or an open file. */
  place: 'inherit' | number;
  write: (text: string) => void;
  end: () => void;
}

const print = (text: string): void => {
  process.stdout.write(text);
};

/** Shows everything at once: for a stage that runs alone. */
export const createDirect = (): Output => ({ place: 'inherit', write: print, end: () => undefined });

/** Shows everything at the end: for a stage beside another, so that their words are not mixed. */
export const createBlock = (): Output => {
  const folder = mkdtempSync(path.join(tmpdir(), 'convomatic-stage-'));
  const file = path.join(folder, 'output');
  const place = openSync(file, 'a');
  return {
    place,
    write: (text) => {
      writeSync(place, text);
    },
    end: () => {
      closeSync(place);
      print(readFileSync(file, 'utf8'));
      rmSync(folder, { recursive: true });
    },
  };
};
