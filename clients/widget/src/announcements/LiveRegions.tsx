import { useEffect, useRef, useState } from 'preact/hooks';
import { useLanguage } from '../platform/language/use-language.ts';
import { screenName } from '../visit/index.ts';
import type { Screen, VisitState } from '../visit/index.ts';
import { newsSince, nextMoment, stateNews } from './news.ts';
import type { Moment, News } from './news.ts';

/** Long enough for a screen reader to get to each of several that come at once. */
const mostKept = 10;

const placeIn = (screen: Screen) => (screen.at === 'place' && screen.place.talk ? screen.place : null);

/** What came while this page was open; what was there before is read by going through the talk. */
const useNews = (screen: Screen): News[] => {
  const last = useRef<number | null>(null);
  const [news, setNews] = useState<News[]>([]);
  const place = placeIn(screen);
  useEffect(() => {
    if (!place) return;
    const isFirst = last.current === null;
    const fresh = newsSince(place, last.current ?? 0);
    last.current = fresh.at(-1)?.seq ?? last.current ?? 0;
    if (!isFirst && fresh.length > 0) setNews((told) => [...told, ...fresh].slice(-mostKept));
  }, [place]);
  return news;
};

const useStateNews = (state: VisitState): ReturnType<typeof stateNews> => {
  const before = useRef<Moment>({ screen: 'opening', isBroken: false });
  const [key, setKey] = useState<ReturnType<typeof stateNews>>(null);
  const name = screenName(state.screen);
  useEffect(() => {
    const after = nextMoment(before.current, name, state.status);
    const told = stateNews(before.current, after);
    before.current = after;
    if (told) setKey(told);
  }, [name, state.status]);
  return key;
};

/** The two places that screen readers listen to. They stay in the page through all screens. */
export const LiveRegions = ({ state }: { state: VisitState }) => {
  const { text } = useLanguage();
  const news = useNews(state.screen);
  const key = useStateNews(state);
  return (
    <>
      <div class="unseen" aria-live="polite">
        {news.map(({ seq, name, text: said }) => (
          <p key={seq}>
            {name ?? text('fromResearchers')}: {said}
          </p>
        ))}
      </div>
      <div class="unseen" aria-live="assertive">
        {key && text(key)}
      </div>
    </>
  );
};
