export { huesOf } from './hues.ts';
export type { Hue } from './hues.ts';
export { ownName, partners, variablesOf } from './names.ts';
export { applyEvent, lacksRest, placeOf, withMessages } from './place-reducer.ts';
export type { PlaceState, Talk } from './place-reducer.ts';
