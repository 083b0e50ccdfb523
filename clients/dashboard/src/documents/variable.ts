import { variableNames } from '@convomatic/contracts/names';
import { InputRule, Node } from '@tiptap/core';

const typed = new RegExp(`\\{(${variableNames.join('|')})\\}$`);

/** A word that the server fills in for each session, as a chip. `{name}` typed makes one. */
export const Variable = Node.create({
  name: 'variable',
  parseHTML: () => variableNames.map((name) => ({ tag: `span[data-variable="${name}"]` })),
  renderHTML: ({ node }) => {
    const name = String(node.attrs.name);
    return ['span', { 'data-variable': name, class: 'variable-chip' }, name];
  },
  renderText: ({ node }) => `{${String(node.attrs.name)}}`,
  addInputRules() {
    return [
      new InputRule({
        find: typed,
        handler: ({ state, range, match: [, name] }) => {
          state.tr.replaceWith(range.from, range.to, this.type.create({ name }));
        },
      }),
    ];
  },
});
