import type { ParticipantState } from '@convomatic/contracts/names';
import { ApiError } from '@convomatic/sdk';
import type { Status } from '@convomatic/sdk';
import type { Unsent } from '../messages/index.ts';
import type { PlaceState } from '../place/index.ts';
import type { Ended } from '../seat/index.ts';

export type TroubleKind = 'unknown' | 'not_live' | 'offline' | 'seat_lost' | 'error';

/** Why a name cannot be had: it is somebody else's, or no name that can be shown. */
export type NameProblem = 'taken' | 'unfit';

export type Screen =
  | { at: 'opening' }
  /** `isFound`: this browser has a seat already, taken in another tab. */
  | { at: 'start'; isFound: boolean; isBusy: boolean; nameProblem: NameProblem | null }
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

/** Null where it is not the name that kept somebody from joining. */
export const nameProblemOf = (error: unknown): NameProblem | null => {
  if (!(error instanceof ApiError)) return null;
  if (error.code === 'name_taken') return 'taken';
  return 'name' in error.fields ? 'unfit' : null;
};

/** Looks of a place without a talk; the queue is what is left. */
const looks: Partial<Record<ParticipantState, 'consent' | 'ready' | 'aside'>> = {
  joined: 'consent',
  ready: 'ready',
  aside: 'aside',
};

export const placeLook = ({ talk, participant }: PlaceState) =>
  talk ? 'chat' : (looks[participant.state] ?? 'waiting');

/** Which of the screens is drawn: asking, waiting and talking are looks of one place. */
export const screenName = (screen: Screen) => (screen.at === 'place' ? placeLook(screen.place) : screen.at);
export type ScreenName = ReturnType<typeof screenName>;
