export { ownName, partners, variablesOf } from './names.ts';
export { applyEvent, lacksRest, placeOf, withMessages } from './place-reducer.ts';
export type { PlaceState, Talk } from './place-reducer.ts';
