export type { Stay } from './stay.ts';
export { useArrivalAtScreen } from './use-arrival-at-screen.ts';
export { Visit } from './visit.ts';
export { screenName } from './visit-state.ts';
export type { Screen, ScreenName, TroubleKind, VisitState } from './visit-state.ts';
