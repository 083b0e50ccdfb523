import type { Status } from '@convomatic/sdk';
import type { Strings } from '../platform/language/language.ts';
import { useLanguage } from '../platform/language/use-language.ts';

const words: Record<Status, keyof Strings | null> = {
  live: null,
  offline: 'offline',
  connecting: 'connecting',
  'catching up': 'catchingUp',
};

/** One line about the connection, while there is something to say. */
export const StatusLine = ({ status }: { status: Status }) => {
  const { text } = useLanguage();
  const key = words[status];
  return key && <p class={status === 'offline' ? 'status status-offline' : 'status'}>{text(key)}</p>;
};
