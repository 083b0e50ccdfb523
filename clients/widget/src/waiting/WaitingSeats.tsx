import { useLanguage } from '../platform/language/use-language.ts';

type Props = { total: number; missing: number };

/** More circles than this are counted in words. */
const mostCircles = 8;

/** A circle for each person of the group: oneself, who is here, who is missing. */
export const WaitingSeats = ({ total, missing }: Props) => {
  const { text } = useLanguage();
  const here = Math.max(1, total - missing);
  const label = text('peopleHere', { count: here, total });
  if (total > mostCircles) return <p class="second">{label}</p>;
  return (
    <div class="seats" role="img" aria-label={label}>
      <span class="seat">{text('you')}</span>
      {Array.from({ length: total - 1 }, (_, index) =>
        index < here - 1 ? <span class="seat">✓</span> : <span class="seat seat-free">?</span>,
      )}
    </div>
  );
};
