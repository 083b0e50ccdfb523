import { maxMessageCodePoints } from '@convomatic/contracts/names';
import { useLanguage } from '../platform/language/use-language.ts';

/** The counter shows when this many characters are left. */
const countFrom = 200;

/** How many characters may still be written; negative when there are too many. */
export const charactersLeft = (body: string): number => maxMessageCodePoints - Array.from(body).length;

export const isNearLimit = (left: number): boolean => left < countFrom;

type Props = { id: string; left: number };

export const LengthCounter = ({ id, left }: Props) => {
  const { text } = useLanguage();
  return (
    <p id={id} class={left < 0 ? 'counter bad' : 'counter second'}>
      {text(left < 0 ? 'charactersOver' : 'charactersLeft', { count: Math.abs(left) })}
    </p>
  );
};
