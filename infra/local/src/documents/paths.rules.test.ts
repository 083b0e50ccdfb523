import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { inRoot, root } from '../place.ts';
import { readSteps } from './worked-example.ts';

const documents = ['', 'docs', 'docs/decisions'].flatMap((folder) =>
  readdirSync(inRoot(folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.posix.join(folder, name)),
);

const withoutBlocks = (markdown: string): string => markdown.replaceAll(/^```[\s\S]*?^```$/gm, '');

/** Where links of this repository lead, as seen from the document. */
const linksOf = (markdown: string): string[] =>
  [...markdown.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)].map(([, target = '']) => target);

/** Paths in words, such as `services/api/src`; those with a star or a placeholder stand for many. */
const pathsOf = (markdown: string): string[] =>
  [...markdown.matchAll(/`((?:services|clients|infra|docs)\/[\w./-]+)`/g)].map(([, name = '']) => name);

describe.each(documents)('%s', (document) => {
  const markdown = readFileSync(inRoot(document), 'utf8');
  const made = readSteps(markdown).map(({ file }) => file);

  it('leads to files that are there', () => {
    const folder = path.dirname(inRoot(document));
    expect(
      linksOf(withoutBlocks(markdown)).filter((link) => !existsSync(path.resolve(folder, link))),
    ).toEqual([]);
  });

  it('names paths that are there, or that it makes itself', () => {
    const isMade = (name: string) => made.some((file) => file === name || file.startsWith(name));
    const missing = pathsOf(withoutBlocks(markdown)).filter(
      (name) => !existsSync(path.join(root, name)) && !isMade(name),
    );
    expect(missing).toEqual([]);
  });
});
