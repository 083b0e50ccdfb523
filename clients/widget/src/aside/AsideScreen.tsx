import { ActionButton } from '../action/index.ts';
import { LeaveButton } from '../dialog/index.ts';
import { useNow } from '../platform/clock/use-now.ts';
import { useLanguage } from '../platform/language/use-language.ts';
import type { PlaceState } from '../place/index.ts';

type Props = {
  place: PlaceState;
  now: () => number;
  comeBack: () => Promise<void>;
  leave: () => Promise<void>;
};

/** Whoever was asked and did not answer; the way back is open for a while. */
export const AsideScreen = ({ place: { participant }, now, comeBack, leave }: Props) => {
  const language = useLanguage();
  const { text } = language;
  const leftMs = Math.max(0, Date.parse(participant.waiting_until ?? '') - useNow(now));
  return (
    <div class="page page-centred">
      <h1 tabIndex={-1}>{text('asideTitle')}</h1>
      <p class="second">{text('asideText')}</p>
      <p class="card">
        {text('asideLimit')} <strong>{language.clock(leftMs)}</strong>
      </p>
      <ActionButton label={text('comeBack')} class="button button-action button-wide" act={comeBack} />
      <LeaveButton
        title={text('leaveWaiting')}
        text={text('leaveWaitingText')}
        leave={leave}
        class="button"
      />
    </div>
  );
};
