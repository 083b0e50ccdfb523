import type { Message } from '@convomatic/contracts';
import { useLanguage } from '../platform/language/use-language.ts';
import type { Hue } from '@convomatic/contracts/names';

type Props = {
  message: Message;
  isOwn: boolean;
  isFirst: boolean;
  hue: Hue;
  /** When the talk began: times of messages count from it. */
  startedAt: string | null;
};

export const MessageBubble = ({ message, isOwn, isFirst, hue, startedAt }: Props) => {
  const { text, clock } = useLanguage();
  const sinceStart = Date.parse(message.delivered_at) - Date.parse(startedAt ?? message.delivered_at);
  const time = <time dateTime={message.delivered_at}>{clock(sinceStart)}</time>;
  return (
    <li class={`message ${isOwn ? 'message-own' : ''} ${isFirst ? 'message-first' : ''}`}>
      {isFirst && !isOwn && (
        <p class="message-head">
          <bdi class={`message-name hue-${hue}`}>{message.sender_name}</bdi> {time}
        </p>
      )}
      <p class="bubble" dir="auto">
        {message.type === 'text' ? message.body : <em>{text('unsupported')}</em>}
      </p>
      {isOwn && (
        <p class="message-foot">
          {time} · {text('delivered')}
        </p>
      )}
    </li>
  );
};
