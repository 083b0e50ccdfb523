/** A file that a document makes or changes: its path stands behind the language of the block. */
export interface Step {
  file: string;
  /** A new file in full, or a change as a diff whose parts are separated by `@@`. */
  kind: 'new' | 'change';
  text: string;
}

const block = /^```(\w+) (\S+\/\S+)\n([\s\S]*?)^```$/gm;

/** The steps of a document, in their order; blocks without a path are for readers alone. */
export const readSteps = (markdown: string): Step[] =>
  [...markdown.matchAll(block)].map(([, language, file = '', text = '']) => ({
    file,
    kind: language === 'diff' ? 'change' : 'new',
    text,
  }));

/** The lines as they are before a change (`-`), or after it (`+`). */
const side = (part: string, sign: '-' | '+'): string =>
  part
    .split('\n')
    .filter((line) => line === '' || line.startsWith(' ') || line.startsWith(sign))
    .map((line) => line.slice(1))
    .join('\n');

/** Where these lines begin in the text. */
const placesOf = (lines: string, text: string): number[] =>
  [...text.matchAll(/^/gm)].map(({ index }) => index).filter((place) => text.startsWith(lines, place));

function change(text: string, part: string): string {
  const old = side(part, '-');
  const [place, another] = placesOf(old, text);
  if (place === undefined) throw new Error(`these lines are not there:\n${old}`);
  if (another !== undefined) throw new Error(`these lines are there twice:\n${old}`);
  return text.slice(0, place) + side(part, '+') + text.slice(place + old.length);
}

/** The text of the file after this step. Throws where the lines around a change are not there, or there twice. */
export function applyStep({ file, kind, text }: Step, before: string | undefined): string {
  if (kind === 'new') {
    if (before !== undefined) throw new Error(`${file} is there already`);
    return text;
  }
  if (before === undefined) throw new Error(`${file} is not there`);
  return text.split(/^@@\n/m).reduce(change, before);
}
