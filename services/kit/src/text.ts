import type { ErrorFields } from './errors.ts';

const maxDepth = 32;

function problemOfText(text: string): string | undefined {
  if (text.includes('\0')) return 'must not contain a NUL character';
  return text.isWellFormed() ? undefined : 'must be well-formed Unicode';
}

interface Place {
  value: unknown;
  path: string;
  depth: number;
}

const below = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);

function problemAt({ value, depth }: Place): string | undefined {
  if (depth > maxDepth) return `must not be nested deeper than ${maxDepth}`;
  if (typeof value === 'string') return problemOfText(value);
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.keys(value)
    .map(problemOfText)
    .find((problem) => problem !== undefined);
}

/**
 * The first place in parsed JSON that PostgreSQL could not store or a schema should not have to walk: NUL characters,
 * lone surrogates, and depth. Own stack: the depth of foreign input must not become ours.
 */
export function findUnstorable(root: unknown): ErrorFields | undefined {
  const places: Place[] = [{ value: root, path: '', depth: 0 }];
  for (let place = places.pop(); place; place = places.pop()) {
    const problem = problemAt(place);
    if (problem) return { [place.path.slice(0, 200) || 'body']: problem };
    const { value, path, depth } = place;
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, child] of Object.entries(value))
      places.push({ value: child, path: below(path, key), depth: depth + 1 });
  }
  return undefined;
}
