import { parse } from 'vue/compiler-sfc';

/** What a compiled template consists of, as far as it is looked at here. */
interface TemplateNode {
  type: number;
  loc: { start: { line: number } };
  content?: string | TemplateNode;
  name?: string;
  arg?: TemplateNode;
  exp?: TemplateNode;
  value?: TemplateNode;
  props?: TemplateNode[];
  children?: TemplateNode[];
}

type Found = [line: number, words: string];

const [element, text, interpolation, attribute, directive] = [1, 2, 5, 6, 7];

/** Read out or shown by the browser, or by a component of ours or of Nuxt UI. */
const spoken =
  /^(aria-label|aria-description|aria-valuetext|title|placeholder|alt|label|text|description|help|hint|action|error)$/;
const allowed = new Set([
  'Convomatic',
  'CSV',
  'JSON Lines',
  'https://',
  'OpenID Connect',
  'Samsung Internet',
]);

/** Of a route, and of a variable in braces. */
const isCode = (said: string): boolean => /^[A-Z]+ \/|^\{.*\}$/.test(said);
const isWords = (said: string): boolean => /\p{L}{2}/u.test(said) && !allowed.has(said) && !isCode(said);
/** A key, or the beginning of one. */
const isKey = (said: string): boolean => /^[a-z_]+\.[a-z_0-9]*$/.test(said);

const literals = (expression: string): string[] => {
  const withoutComparisons = expression.replace(/[!=]==\s*'[^']*'|\w+\('[^']*'\)|\['[^']*'\]/g, '');
  return [...withoutComparisons.matchAll(/'([^']*)'|`([^`]*)`/g)]
    .map(([, plain, template]) => (plain ?? template ?? '').replace(/\$\{[^}]*\}/g, '').trim())
    .filter((said) => isWords(said) && !isKey(said));
};

const said = (node: TemplateNode | undefined): string =>
  typeof node?.content === 'string' ? node.content.trim() : '';

const inProp = (prop: TemplateNode): string[] => {
  if (prop.type === attribute && spoken.test(prop.name ?? '')) return [said(prop.value)].filter(isWords);
  const isBound = prop.type === directive && prop.name === 'bind' && spoken.test(said(prop.arg));
  return isBound ? literals(said(prop.exp)) : [];
};

const inNode = (node: TemplateNode): Found[] => {
  const { line } = node.loc.start;
  if (node.type === text) return isWords(said(node)) ? [[line, said(node)]] : [];
  if (node.type === interpolation && typeof node.content === 'object')
    return literals(said(node.content)).map((words) => [line, words]);
  const own = (node.props ?? []).flatMap((prop) =>
    inProp(prop).map((words): Found => [prop.loc.start.line, words]),
  );
  return [...(node.type === element ? own : []), ...(node.children ?? []).flatMap(inNode)];
};

const sentence = /['`]([A-Z][^'`]*\s[^'`]*)['`]/g;
const named = /\b(?:label|title|text|description|placeholder|action|help): ['`](\p{Lu}[^'`]+)['`]/gu;

const inScript = (script: string, firstLine: number): Found[] =>
  script.split('\n').flatMap((line, index): Found[] => {
    if (/^\s*(\/\/|\*|\/\*)|new \w*Error\(/.test(line)) return [];
    const code = line.replace(/\s\/\/ .*$/, '');
    const found = [sentence, named].flatMap((pattern) =>
      [...code.matchAll(pattern)].map(([, words = '']) => words),
    );
    return [...new Set(found)]
      .filter((words) => isWords(words) && !isKey(words))
      .map((words) => [firstLine + index, words]);
  });

/** Words that stand in the source itself, each with its line, where a person could see or hear them. */
export const rawWordsOf = (file: string, source: string): string[] => {
  const { descriptor } = file.endsWith('.vue')
    ? parse(source, { sourceMap: false })
    : { descriptor: { template: null, scriptSetup: { content: source, loc: { start: { line: 1 } } } } };
  const root = descriptor.template?.ast as TemplateNode | undefined;
  const script = descriptor.scriptSetup;
  const found = [
    ...(script ? inScript(script.content, script.loc.start.line) : []),
    ...(root?.children ?? []).flatMap(inNode),
  ];
  return found.map(([line, words]) => `${String(line)}: ${words}`);
};
