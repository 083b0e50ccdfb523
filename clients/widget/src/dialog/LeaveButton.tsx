import { useState } from 'preact/hooks';
import { useLanguage } from '../platform/language/use-language.ts';
import { ConfirmDialog } from './ConfirmDialog.tsx';

type Props = { title: string; text: string; leave: () => Promise<void>; class: string };

export const LeaveButton = ({ title, text, leave, class: look }: Props) => {
  const language = useLanguage();
  const [isAsking, setIsAsking] = useState(false);
  const label = language.text('leave');
  return (
    <>
      <button
        type="button"
        class={look}
        onClick={() => {
          setIsAsking(true);
        }}
      >
        {label}
      </button>
      {isAsking && (
        <ConfirmDialog
          {...{ title, text }}
          confirm={label}
          act={leave}
          close={() => {
            setIsAsking(false);
          }}
        />
      )}
    </>
  );
};
