import { useEffect, useRef } from 'preact/hooks';
import { AsideScreen } from './aside/index.ts';
import { ChatScreen } from './chat/index.ts';
import { ConsentScreen } from './consent/index.ts';
import { useLanguage } from './platform/language/use-language.ts';
import type { PlaceState } from './place/index.ts';
import { ReadyScreen } from './ready/index.ts';
import type { Chime } from './sound/index.ts';
import { WaitingScreen } from './waiting/index.ts';
import { placeLook } from './visit/index.ts';
import type { Stay, VisitState } from './visit/index.ts';
import { StatusLine } from './connection/index.ts';

type Props = Pick<VisitState, 'status' | 'unsent'> & { place: PlaceState; stay: Stay; chime: Chime };

type Look = ReturnType<typeof placeLook>;

const callOf = (look: Look) => (look === 'ready' ? 'readyTitle' : 'talkBegins');

/** Calls somebody back who looks at another window while the group fills up. */
const useCallBack = (look: Look, chime: Chime): void => {
  const { text } = useLanguage();
  const before = useRef<Look>(look);
  useEffect(() => {
    const isCalled = before.current !== look && (look === 'ready' || look === 'chat');
    before.current = look;
    if (!isCalled) return;
    chime.play();
    if (!document.hidden) return;
    const title = document.title;
    document.title = text(callOf(look));
    document.addEventListener('visibilitychange', () => (document.title = title), { once: true });
  }, [look]);
};

const QuietPlace = ({ place, stay, chime, look }: Omit<Props, 'status' | 'unsent'> & { look: Look }) => {
  const { now, missing, leave, extend, confirm, comeBack, consent } = stay;
  if (look === 'consent') return <ConsentScreen place={place} answer={consent} />;
  if (look === 'ready') return <ReadyScreen {...{ place, now, confirm }} />;
  if (look === 'aside') return <AsideScreen {...{ place, now, comeBack, leave }} />;
  return <WaitingScreen {...{ place, chime, now, missing, extend, leave }} />;
};

/** A seat that is taken: asked, waiting, and then the talk. */
export const PlaceScreen = ({ place, stay, chime, status, unsent }: Props) => {
  const { talk } = place;
  const look = placeLook(place);
  useCallBack(look, chime);
  if (talk) return <ChatScreen {...{ place, talk, unsent, status, stay }} />;
  return (
    <>
      <StatusLine status={status} />
      <QuietPlace {...{ place, stay, chime, look }} />
    </>
  );
};
