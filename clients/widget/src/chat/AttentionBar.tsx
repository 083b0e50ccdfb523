import { ActionButton } from '../action/index.ts';
import { useNow } from '../platform/clock/use-now.ts';
import { useLanguage } from '../platform/language/use-language.ts';

type Props = { until: string; now: () => number; attend: () => Promise<void> };

/** Somebody wants to know whether this person is still there. */
export const AttentionBar = ({ until, now, attend }: Props) => {
  const { text, clock } = useLanguage();
  const leftMs = Math.max(0, Date.parse(until) - useNow(now));
  return (
    <div class="notice-bar">
      <p role="alert">{text('stillThere')}</p>
      <span class="second">{clock(leftMs)}</span>
      <ActionButton label={text('readyConfirm')} class="button button-action" act={attend} />
    </div>
  );
};
