import { useState } from 'preact/hooks';
import { useLanguage } from '../platform/language/use-language.ts';
import type { Chime } from './chime.ts';

export const SoundButton = ({ chime }: { chime: Chime }) => {
  const { text } = useLanguage();
  const [isOn, setIsOn] = useState(chime.isOn);
  const toggle = (): void => {
    chime.toggle();
    setIsOn(chime.isOn);
    // So that one hears what will be heard.
    chime.play();
  };
  return (
    <button type="button" class="button" onClick={toggle}>
      {text(isOn ? 'soundOn' : 'soundOff')}
    </button>
  );
};
