import { isLink } from '@convomatic/contracts/names';
import { Mark } from '@tiptap/core';

/** A link as the schema allows it; what leads elsewhere is plain text. */
export const SafeLink = Mark.create({
  name: 'link',
  parseHTML: () => [
    { tag: 'a[href]', getAttrs: (element) => (isLink(element.getAttribute('href')) ? null : false) },
  ],
  renderHTML: ({ HTMLAttributes }) => [
    'a',
    { ...HTMLAttributes, target: '_blank', rel: 'noopener noreferrer', class: 'text-primary underline' },
    0,
  ],
});
