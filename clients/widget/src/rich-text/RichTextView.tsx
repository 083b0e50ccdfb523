import type { RichText, RichTextBlock, RichTextInline, RichTextMark } from '@convomatic/contracts';
import type { ComponentChildren } from 'preact';

type Variables = Record<string, string>;

const isSafe = (href: string): boolean => /^(https?:|mailto:)/i.test(href);

const marked = (children: ComponentChildren, mark: RichTextMark): ComponentChildren => {
  if (mark.type === 'bold') return <strong>{children}</strong>;
  if (mark.type === 'italic') return <em>{children}</em>;
  if (!isSafe(mark.attrs.href)) return children;
  return (
    <a href={mark.attrs.href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
};

const inline = (node: RichTextInline, variables: Variables): ComponentChildren => {
  if (node.type === 'hardBreak') return <br />;
  if (node.type === 'variable') return variables[node.attrs.name] ?? '';
  return (node.marks ?? []).reduce<ComponentChildren>(marked, node.text);
};

type BlockProps = { block: RichTextBlock; variables: Variables };

const Block = ({ block, variables }: BlockProps) => {
  if (block.type === 'paragraph' || block.type === 'heading') {
    const Tag = block.type === 'paragraph' ? 'p' : 'h2';
    return <Tag>{block.content?.map((node) => inline(node, variables))}</Tag>;
  }
  const List = block.type === 'bulletList' ? 'ul' : 'ol';
  return (
    <List>
      {block.content.map((item) => (
        <li>
          {item.content.map((paragraph) => (
            <Block block={paragraph} variables={variables} />
          ))}
        </li>
      ))}
    </List>
  );
};

type Props = { doc: RichText; language: string; variables?: Variables };

/** A text of the study in its own language, built of elements and never of HTML. */
export const RichTextView = ({ doc, language, variables = {} }: Props) => (
  <div class="rich-text" lang={language} dir="auto">
    {doc.content.map((block) => (
      <Block block={block} variables={variables} />
    ))}
  </div>
);
