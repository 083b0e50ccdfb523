import { useState } from 'preact/hooks';
import { useLanguage } from '../platform/language/use-language.ts';

type Props = { label: string; class: string; act: () => Promise<void> };

/** A button whose work takes a moment, once at a time, and which says when it did not work. */
export const ActionButton = ({ label, class: look, act }: Props) => {
  const { text } = useLanguage();
  const [state, setState] = useState<'idle' | 'acting' | 'failed'>('idle');
  const go = (): void => {
    if (state === 'acting') return;
    setState('acting');
    act().then(
      () => {
        setState('idle');
      },
      () => {
        setState('failed');
      },
    );
  };
  return (
    <>
      <button type="button" class={look} aria-disabled={state === 'acting'} onClick={go}>
        {label}
      </button>
      {state === 'failed' && (
        <p class="bad" role="alert">
          {text('leaveFailed')}
        </p>
      )}
    </>
  );
};
