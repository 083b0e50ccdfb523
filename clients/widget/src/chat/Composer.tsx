import { useState } from 'preact/hooks';
import { useLanguage } from '../platform/language/use-language.ts';
import { charactersLeft, isNearLimit, LengthCounter } from './LengthCounter.tsx';
import { useGrowingField } from './use-growing-field.ts';

const counterId = 'characters-left';

const SendIcon = () => (
  <svg viewBox="0 0 24 24" aria-hidden="true">
    <path d="M12 19V5M6 11l6-6 6 6" />
  </svg>
);

/** Enter chooses a word while an input method composes one. */
const isSendKey = ({ key, shiftKey, isComposing }: KeyboardEvent): boolean =>
  key === 'Enter' && !shiftKey && !isComposing;

export const Composer = ({ post, isPaused }: { post: (body: string) => void; isPaused: boolean }) => {
  const { text } = useLanguage();
  const [body, setBody] = useState('');
  const field = useGrowingField(body);
  const left = charactersLeft(body);

  const send = (event: Event): void => {
    event.preventDefault();
    field.current?.focus();
    // What was typed is kept until the talk goes on.
    if (isPaused || left < 0 || body.trim() === '') return;
    post(body);
    setBody('');
  };

  return (
    <form class="composer" onSubmit={send}>
      {isNearLimit(left) && <LengthCounter id={counterId} left={left} />}
      <textarea
        ref={field}
        rows={1}
        value={body}
        dir="auto"
        enterkeyhint="send"
        placeholder={text('writeMessage')}
        aria-label={text('writeMessage')}
        aria-invalid={left < 0}
        aria-describedby={isNearLimit(left) ? counterId : undefined}
        onInput={(event) => {
          setBody(event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (isSendKey(event)) send(event);
        }}
      />
      <button type="submit" class="send" aria-label={text('send')} aria-disabled={isPaused}>
        <SendIcon />
      </button>
    </form>
  );
};
