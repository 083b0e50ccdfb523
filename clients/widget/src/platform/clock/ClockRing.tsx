import { useLanguage } from '../language/use-language.ts';

type Props = {
  ms: number;
  /** How much of the ring is drawn, 0 to 1. */
  share: number;
  label: string;
  isLarge?: boolean;
};

/** Time as a ring around a clock: the same look for waiting and for the talk. */
export const ClockRing = ({ ms, share, label, isLarge = false }: Props) => {
  const { clock } = useLanguage();
  const arc = Math.min(1, Math.max(0, share)) * 100;
  return (
    <div class={isLarge ? 'ring ring-large' : 'ring'} role="timer" aria-label={label}>
      <svg viewBox="0 0 44 44" aria-hidden="true">
        <circle class="ring-track" cx="22" cy="22" r="20" />
        <circle
          class="ring-arc"
          cx="22"
          cy="22"
          r="20"
          pathLength="100"
          stroke-dasharray={`${arc.toFixed(2)} 100`}
          transform="rotate(-90 22 22)"
        />
      </svg>
      <span aria-hidden="true">{clock(ms)}</span>
    </div>
  );
};
