import { ApiError } from '@convomatic/sdk';
import type { Status } from '@convomatic/sdk';
import type { Unsent } from '../messages/index.ts';
import type { PlaceState } from '../place/index.ts';
import type { Ended } from '../seat/index.ts';

export type TroubleKind = 'unknown' | 'not_live' | 'offline' | 'seat_lost' | 'error';

export type Screen =
  | { at: 'opening' }
  /** `isFound`: this browser has a seat already, taken in another tab. */
  | { at: 'start'; isFound: boolean; isBusy: boolean }
  | { at: 'place'; place: PlaceState }
  | { at: 'ended'; ended: Ended }
  | { at: 'trouble'; kind: TroubleKind; reference: string | null };

/** Everything that the page shows follows from this. */
export type VisitState = { screen: Screen; status: Status; unsent: Unsent[] };

const kinds: Partial<Record<ApiError['code'], TroubleKind>> = {
  network: 'offline',
  project_not_live: 'not_live',
  run_full: 'not_live',
  not_found: 'unknown',
};

/** What a participant is told when joining or coming back did not work. */
export const troubleOf = (error: unknown): Screen => {
  if (!(error instanceof ApiError)) return { at: 'trouble', kind: 'error', reference: null };
  const kind = kinds[error.code] ?? 'error';
  return { at: 'trouble', kind, reference: kind === 'error' ? error.requestId : null };
};

/** The server says that this token has no seat, now and for good. */
export const isSeatLost = (error: unknown): boolean =>
  error instanceof ApiError && [401, 403, 404].includes(error.status);

/** Which of the screens is drawn: waiting and talking are two looks of one place. */
export const screenName = (screen: Screen) => {
  if (screen.at !== 'place') return screen.at;
  return screen.place.talk ? 'chat' : 'waiting';
};
export type ScreenName = ReturnType<typeof screenName>;
