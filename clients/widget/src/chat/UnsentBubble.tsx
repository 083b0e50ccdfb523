import { useLanguage } from '../platform/language/use-language.ts';
import type { Unsent } from '../messages/index.ts';

type Props = { unsent: Unsent; sendAgain: () => void };

export const UnsentBubble = ({ unsent: { body, state }, sendAgain }: Props) => {
  const { text } = useLanguage();
  return (
    <li class="message message-own message-first">
      <p class="bubble" dir="auto">
        {body}
      </p>
      <p class="message-foot">
        {state === 'sending' && text('sending')}
        {state === 'refused' && <span class="bad">{text('notSent')}</span>}
        {state === 'waiting' && (
          <>
            <span class="bad">{text('notSent')}</span> ·{' '}
            <button type="button" class="button-link" onClick={sendAgain}>
              {text('sendAgain')}
            </button>
          </>
        )}
      </p>
    </li>
  );
};
