import { useState } from 'preact/hooks';
import { useLanguage } from '../platform/language/use-language.ts';

export const CompletionCode = ({ code }: { code: string }) => {
  const { text } = useLanguage();
  const [copied, setCopied] = useState<'copied' | 'copyFailed' | null>(null);
  const copy = (): void => {
    navigator.clipboard.writeText(code).then(
      () => {
        setCopied('copied');
      },
      () => {
        setCopied('copyFailed');
      },
    );
  };
  return (
    <div class="card code-card">
      <h2>{text('yourCode')}</h2>
      <p class="code" translate={false}>
        {code}
      </p>
      <button type="button" class="button button-action button-wide" onClick={copy}>
        {text(copied === 'copied' ? 'copied' : 'copyCode')}
      </button>
      <p class="second" role="status">
        {text(copied ?? 'codeUse')}
      </p>
    </div>
  );
};
