import type { PromptDelivery } from '@convomatic/contracts';
import { useLanguage } from '../platform/language/use-language.ts';
import { RichTextView } from '../rich-text/index.ts';

type Props = { delivery: PromptDelivery; language: string; variables: Record<string, string> };

export const PromptCard = ({ delivery, language, variables }: Props) => {
  const { text } = useLanguage();
  return (
    <li class="prompt">
      <p class="prompt-from">{text('fromResearchers')}</p>
      <RichTextView doc={delivery.body} language={language} variables={variables} />
    </li>
  );
};
