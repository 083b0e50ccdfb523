export type { Stay } from './stay.ts';
export { useArrivalAtScreen } from './use-arrival-at-screen.ts';
export { Visit } from './visit.ts';
export { placeLook, screenName } from './visit-state.ts';
export type { NameProblem, Screen, ScreenName, TroubleKind, VisitState } from './visit-state.ts';
