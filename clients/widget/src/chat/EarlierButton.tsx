import { useState } from 'preact/hooks';
import { useLanguage } from '../platform/language/use-language.ts';

export const EarlierButton = ({ showEarlier }: { showEarlier: () => Promise<void> }) => {
  const { text } = useLanguage();
  const [isBusy, setIsBusy] = useState(false);
  const show = (): void => {
    setIsBusy(true);
    // Without an answer the button stays, to be pressed again.
    void showEarlier()
      .catch(() => undefined)
      .then(() => {
        setIsBusy(false);
      });
  };
  return (
    <button
      type="button"
      class="button-link earlier"
      aria-disabled={isBusy}
      onClick={isBusy ? undefined : show}
    >
      {text(isBusy ? 'opening' : 'earlier')}
    </button>
  );
};
