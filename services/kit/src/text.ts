import type { ErrorFields } from './errors.ts';

const maxDepth = 32;

function problemOfText(text: string): string | undefined {
  if (text.includes('\0')) return 'must not contain a NUL character';
  return text.isWellFormed() ? undefined : 'must be well-formed Unicode';
}

interface Place {
  value: unknown;
  key: string | number;
  above: Place | undefined;
  depth: number;
}

const isNested = (value: unknown): value is object => typeof value === 'object' && value !== null;

function pathOf({ key, above }: Place): string {
  const path = above ? pathOf(above) : '';
  return path === '' ? String(key) : `${path}.${String(key)}`;
}

function problemOfKeys(value: unknown): string | undefined {
  if (!isNested(value) || Array.isArray(value)) return undefined;
  return Object.keys(value)
    .map(problemOfText)
    .find((problem) => problem !== undefined);
}

function problemAt({ value, depth }: Place): string | undefined {
  if (depth > maxDepth) return `must not be nested deeper than ${maxDepth}`;
  return typeof value === 'string' ? problemOfText(value) : problemOfKeys(value);
}

const childrenOf = (value: unknown): Iterable<[string | number, unknown]> => {
  if (Array.isArray(value)) return value.entries();
  return isNested(value) ? Object.entries(value) : [];
};

/**
 * The first place in parsed JSON that PostgreSQL could not store or a schema should not have to walk: NUL characters,
 * lone surrogates, and depth. Own stack: the depth of foreign input must not become ours.
 */
export function findUnstorable(root: unknown): ErrorFields | undefined {
  const places: Place[] = [{ value: root, key: '', above: undefined, depth: 0 }];
  for (let place = places.pop(); place; place = places.pop()) {
    const problem = problemAt(place);
    if (problem) return { [pathOf(place).slice(0, 200) || 'body']: problem };
    const above = place;
    const depth = place.depth + 1;
    for (const [key, value] of childrenOf(place.value)) {
      // A million numbers must not become a million places.
      if (typeof value === 'string' || isNested(value) || depth > maxDepth)
        places.push({ value, key, above, depth });
    }
  }
  return undefined;
}
