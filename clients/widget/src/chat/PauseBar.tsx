import { useNow } from '../platform/clock/use-now.ts';
import { useLanguage } from '../platform/language/use-language.ts';
import type { Talk } from '../place/index.ts';

type Props = { session: Talk['session']; now: () => number };

/** Why nothing goes on at the moment. */
export const PauseBar = ({ session: { pause_reason, pause_ends_at }, now }: Props) => {
  const { text, clock } = useLanguage();
  const current = useNow(now);
  return (
    <div class="notice-bar">
      <p role="status">{text(pause_reason === 'drop_out' ? 'pausedForSomebody' : 'paused')}</p>
      {pause_ends_at && <span class="second">{clock(Math.max(0, Date.parse(pause_ends_at) - current))}</span>}
    </div>
  );
};
