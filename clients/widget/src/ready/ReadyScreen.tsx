import { useState } from 'preact/hooks';
import { ActionButton } from '../action/index.ts';
import { ClockRing } from '../platform/clock/ClockRing.tsx';
import { useNow } from '../platform/clock/use-now.ts';
import { useLanguage } from '../platform/language/use-language.ts';
import type { PlaceState } from '../place/index.ts';

type Props = { place: PlaceState; now: () => number; confirm: () => Promise<void> };

/** The group is complete: whoever says so in time is in it. */
export const ReadyScreen = ({ place: { participant, project }, now, confirm }: Props) => {
  const language = useLanguage();
  const { text } = language;
  const { ready_until } = participant;
  const [confirmed, setConfirmed] = useState<string | null>(null);
  const leftMs = Math.max(0, Date.parse(ready_until ?? '') - useNow(now));
  const hasConfirmed = confirmed === ready_until;
  return (
    <div class="page page-centred">
      <ClockRing
        isLarge
        ms={leftMs}
        share={leftMs / (project.ready_check_ms ?? Infinity)}
        label={text('timeLeft', { time: language.spokenTime(leftMs) })}
      />
      <h1 tabIndex={-1}>{text('readyTitle')}</h1>
      <p class="second" aria-live="polite">
        {text(hasConfirmed ? 'readyConfirmed' : 'readyText')}
      </p>
      {!hasConfirmed && (
        <ActionButton
          label={text('readyConfirm')}
          class="button button-action button-wide"
          act={async () => {
            await confirm();
            setConfirmed(ready_until);
          }}
        />
      )}
    </div>
  );
};
