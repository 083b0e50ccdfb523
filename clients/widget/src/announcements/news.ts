import type { Status } from '@convomatic/sdk';
import type { PlaceState } from '../place/index.ts';
import { variablesOf } from '../place/index.ts';
import type { ScreenName } from '../visit/index.ts';
import type { Strings } from '../platform/language/language.ts';
import { plainText } from './plain-text.ts';

/** Something to read aloud; `name` is null for the researchers. */
export type News = { seq: number; name: string | null; text: string };

/** What others said and asked after `seq`, in order. */
export const newsSince = (place: PlaceState, seq: number): News[] => {
  const variables = variablesOf(place);
  const said = (place.talk?.messages ?? [])
    .filter(({ sender_user_id }) => sender_user_id !== place.user_id)
    .map((message) => ({ seq: message.seq, name: message.sender_name, text: message.body }));
  const asked = (place.talk?.prompt_deliveries ?? []).map((delivery) => ({
    seq: delivery.seq ?? 0,
    name: null,
    text: plainText(delivery.body, variables),
  }));
  return [...said, ...asked].filter((news) => news.seq > seq).sort((one, other) => one.seq - other.seq);
};

/** Where somebody is, and whether the line to the server broke and is not whole again. */
export type Moment = { screen: ScreenName; isBroken: boolean };

export const nextMoment = (before: Moment, screen: ScreenName, status: Status): Moment => ({
  screen,
  isBroken: status === 'offline' || (before.isBroken && status !== 'live'),
});

const isBefore = (screen: ScreenName): boolean => ['consent', 'waiting', 'ready', 'aside'].includes(screen);

/** What a new screen says by being there. */
const arrivalNews = (from: ScreenName, to: ScreenName): keyof Strings | null => {
  if (to === 'chat' && isBefore(from)) return 'talkBegins';
  if (to === 'ended' && from === 'chat') return 'talkEnds';
  if (to === 'ready') return 'readyTitle';
  return to === 'aside' ? 'asideTitle' : null;
};

/** A change of state that interrupts, as the name of its words. */
export const stateNews = (before: Moment, after: Moment): keyof Strings | null => {
  const news = after.screen === before.screen ? null : arrivalNews(before.screen, after.screen);
  if (news) return news;
  if (after.screen !== 'chat' && !isBefore(after.screen)) return null;
  if (after.isBroken === before.isBroken) return null;
  return after.isBroken ? 'offline' : 'live';
};
