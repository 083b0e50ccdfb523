import { useEffect, useRef, useState } from 'preact/hooks';
import { useLanguage } from '../platform/language/use-language.ts';

type Props = {
  title: string;
  text: string;
  confirm: string;
  act: () => Promise<void>;
  close: () => void;
};

/** Asks before what cannot be undone. */
export const ConfirmDialog = ({ title, text, confirm, act, close }: Props) => {
  const language = useLanguage();
  const dialog = useRef<HTMLDialogElement>(null);
  const [state, setState] = useState<'asking' | 'acting' | 'failed'>('asking');
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const proceed = (): void => {
    if (state === 'acting') return;
    setState('acting');
    act().catch(() => {
      setState('failed');
    });
  };
  return (
    <dialog ref={dialog} aria-labelledby="dialog-title" aria-describedby="dialog-text" onClose={close}>
      <h2 id="dialog-title">{title}</h2>
      <p id="dialog-text" class="second">
        {text}
      </p>
      {state === 'failed' && (
        <p class="bad" role="alert">
          {language.text('leaveFailed')}
        </p>
      )}
      <div class="actions">
        <button type="button" class="button" onClick={() => dialog.current?.close()}>
          {language.text('stay')}
        </button>
        <button type="button" class="button button-bad" aria-disabled={state === 'acting'} onClick={proceed}>
          {confirm}
        </button>
      </div>
    </dialog>
  );
};
