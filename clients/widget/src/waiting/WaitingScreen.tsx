import { ActionButton } from '../action/index.ts';
import { ClockRing } from '../platform/clock/ClockRing.tsx';
import { useNow } from '../platform/clock/use-now.ts';
import { LeaveButton } from '../dialog/index.ts';
import { useLanguage } from '../platform/language/use-language.ts';
import type { PlaceState } from '../place/index.ts';
import type { Chime } from '../sound/index.ts';
import { SoundButton } from '../sound/index.ts';
import { useMissing } from './use-missing.ts';
import { WaitingSeats } from './WaitingSeats.tsx';

type Props = {
  place: PlaceState;
  now: () => number;
  chime: Chime;
  missing: () => Promise<number>;
  extend: () => Promise<void>;
  leave: () => Promise<void>;
};

const titleOf = (missing: number | null) => {
  if (missing === null) return 'waiting';
  return missing === 0 ? 'groupAlmostReady' : 'waitingFor';
};

const timeOf = (iso: string | null): number => (iso ? Date.parse(iso) : 0);

export const WaitingScreen = ({
  place: { participant, project },
  now,
  chime,
  missing: ask,
  extend,
  leave,
}: Props) => {
  const language = useLanguage();
  const { text } = language;
  const missing = useMissing(ask);
  const since = timeOf(participant.waiting_since ?? participant.created_at);
  const limitMs = participant.waiting_until
    ? timeOf(participant.waiting_until) - since
    : project.waiting_limit_ms;
  const waitedMs = Math.min(Math.max(0, useNow(now) - since), limitMs);
  return (
    <div class="page page-centred">
      <ClockRing
        isLarge
        ms={waitedMs}
        share={waitedMs / limitMs}
        label={text('waitedFor', { time: language.spokenTime(waitedMs) })}
      />
      <h1 tabIndex={-1}>{text(titleOf(missing), { count: missing ?? 0 })}</h1>
      <WaitingSeats total={project.group_target} missing={missing ?? project.group_target - 1} />
      <p class="second">{text('keepOpen')}</p>
      <p class="card">
        {text('waitingLimit')} <strong>{language.clock(limitMs)}</strong>.{' '}
        {text(project.group_min < project.group_target ? 'waitingEndSmaller' : 'waitingEnd')}
      </p>
      {project.waiting_extension_ms !== null && (
        <ActionButton
          label={text('extend', { time: language.clock(project.waiting_extension_ms) })}
          class="button"
          act={extend}
        />
      )}
      <div class="actions">
        <SoundButton chime={chime} />
        <LeaveButton
          title={text('leaveWaiting')}
          text={text('leaveWaitingText')}
          leave={leave}
          class="button"
        />
      </div>
    </div>
  );
};
