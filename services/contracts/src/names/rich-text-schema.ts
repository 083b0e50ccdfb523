/** The rich text of projects as ProseMirror node and mark specs: plain objects, from which server and browser build the same schema. */

export const headingLevels = [1, 2, 3] as const;

/** Words that the server fills in for each session. */
export const variableNames = ['name', 'partners', 'project'] as const;
export type VariableName = (typeof variableNames)[number];

export const maxLinkLength = 2_000;

/** Links lead to the web or to a mail address and nowhere else. */
export const linkPattern = /^(https?:\/\/|mailto:)[^\s]+$/i;

export const isLink = (href: unknown): href is string =>
  typeof href === 'string' && href.length <= maxLinkLength && linkPattern.test(href);

const requireThat =
  (what: string, isFine: (value: unknown) => boolean) =>
  (value: unknown): void => {
    if (!isFine(value)) throw new RangeError(`expected ${what}`);
  };

const isOneOf =
  (list: readonly unknown[]) =>
  (value: unknown): boolean =>
    list.includes(value);

/** In the order of ProseMirror's preference: the first block is what an empty text consists of. */
export const richTextNodes = {
  doc: { content: 'block+' },
  paragraph: { group: 'block', content: 'inline*' },
  heading: {
    group: 'block',
    content: 'inline*',
    defining: true,
    attrs: { level: { validate: requireThat('a level from 1 to 3', isOneOf(headingLevels)) } },
  },
  bulletList: { group: 'block', content: 'listItem+' },
  orderedList: { group: 'block', content: 'listItem+' },
  listItem: { content: 'paragraph+', defining: true },
  text: { group: 'inline' },
  hardBreak: { group: 'inline', inline: true, selectable: false },
  variable: {
    group: 'inline',
    inline: true,
    atom: true,
    attrs: { name: { validate: requireThat('a known variable', isOneOf(variableNames)) } },
  },
};

export const richTextMarks = {
  link: { inclusive: false, attrs: { href: { validate: requireThat('a link', isLink) } } },
  bold: {},
  italic: {},
};
