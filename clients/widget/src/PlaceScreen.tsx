import { useEffect } from 'preact/hooks';
import { ChatScreen } from './chat/index.ts';
import { useLanguage } from './platform/language/use-language.ts';
import type { PlaceState } from './place/index.ts';
import type { Chime } from './sound/index.ts';
import { WaitingScreen } from './waiting/index.ts';
import type { Stay, VisitState } from './visit/index.ts';
import { StatusLine } from './connection/index.ts';

type Props = Pick<VisitState, 'status' | 'unsent'> & { place: PlaceState; stay: Stay; chime: Chime };

/** Calls somebody back who looks at another window while the group fills up. */
const useCallBack = (isTalking: boolean, chime: Chime): void => {
  const { text } = useLanguage();
  useEffect(() => {
    if (isTalking) return;
    const title = document.title;
    return () => {
      chime.play();
      if (!document.hidden) return;
      document.title = text('talkBegins');
      document.addEventListener('visibilitychange', () => (document.title = title), { once: true });
    };
  }, [isTalking]);
};

/** A seat that is taken: first waiting, then the talk. */
export const PlaceScreen = ({ place, stay, chime, status, unsent }: Props) => {
  const { talk } = place;
  useCallBack(talk !== null, chime);
  if (talk) return <ChatScreen {...{ place, talk, unsent, status, stay }} />;
  return (
    <>
      <StatusLine status={status} />
      <WaitingScreen {...{ place, chime, now: stay.now, missing: stay.missing, leave: stay.leave }} />
    </>
  );
};
