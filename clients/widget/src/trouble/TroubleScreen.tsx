import { useEffect } from 'preact/hooks';
import type { Strings } from '../platform/language/language.ts';
import { useLanguage } from '../platform/language/use-language.ts';
import type { TroubleKind } from '../visit/index.ts';

type Words = { title: keyof Strings; text: keyof Strings; act: keyof Strings | null };

const words: Record<TroubleKind, Words> = {
  unknown: { title: 'unknownTitle', text: 'unknownText', act: null },
  not_live: { title: 'notLiveTitle', text: 'notLiveText', act: null },
  offline: { title: 'offlineTitle', text: 'offlineText', act: 'tryAgain' },
  seat_lost: { title: 'seatLostTitle', text: 'seatLostText', act: 'startAgain' },
  error: { title: 'errorTitle', text: 'errorText', act: 'tryAgain' },
};

type Props = { kind: TroubleKind; reference: string | null; retry: () => void };

export const TroubleScreen = ({ kind, reference, retry }: Props) => {
  const { text } = useLanguage();
  const { title, text: explanation, act } = words[kind];
  useEffect(() => {
    if (kind !== 'offline') return;
    addEventListener('online', retry);
    return () => {
      removeEventListener('online', retry);
    };
  }, [kind, retry]);
  return (
    <div class="page">
      <h1 tabIndex={-1}>{text(title)}</h1>
      <p class="second">{text(explanation)}</p>
      {reference && <p class="second">{text('errorReference', { id: reference })}</p>}
      {act && (
        <button type="button" class="button button-action button-wide" onClick={retry}>
          {text(act)}
        </button>
      )}
    </div>
  );
};
