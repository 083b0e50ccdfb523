import path from 'node:path';

/** Words that say nothing about what is inside. */
const empty = [
  'util',
  'utils',
  'helper',
  'helpers',
  'common',
  'misc',
  'shared',
  'manager',
  'processor',
  'data',
  'info',
];
const emptyWords = new Set([...empty, 'handler', 'handlers', 'base']);

const kebabCase = /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
const pascalCase = /^([A-Z][a-z0-9]*)+\.(vue|tsx)$/;

/** Files are kebab-case with the role after a dot, components PascalCase. */
const fileNames = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: {
      case: '{{name}} is neither kebab-case nor, for a component, PascalCase.',
      empty: '{{name}}: the word "{{word}}" says nothing about what is inside.',
    },
  },
  create(context) {
    const relative = path.relative(context.cwd, context.filename);
    const name = path.basename(relative);
    return {
      Program(node) {
        if (!kebabCase.test(name) && !pascalCase.test(name)) {
          context.report({ node, messageId: 'case', data: { name } });
        }
        for (const part of relative.split(path.sep)) {
          const word = part
            .split('.')
            .slice(0, -1)
            .concat(part)
            .find((piece) => emptyWords.has(piece));
          if (word !== undefined) context.report({ node, messageId: 'empty', data: { name: part, word } });
        }
      },
    };
  },
};

/** A class is named by what lives in it. */
const classNames = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { empty: '{{name}}: "{{word}}" says nothing about what it is.' },
  },
  create(context) {
    return {
      'ClassDeclaration[id]'(node) {
        const words = node.id.name.split(/(?=[A-Z])/);
        const word = words.find((piece) => emptyWords.has(piece.toLowerCase()));
        if (word !== undefined)
          context.report({ node: node.id, messageId: 'empty', data: { name: node.id.name, word } });
      },
    };
  },
};

/** What files, folders and classes may be called, as lint rules. */
export const names = { rules: { files: fileNames, classes: classNames } };
