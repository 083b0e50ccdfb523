import type { Ended } from './seat.ts';
import { variablesOf } from '../place/index.ts';
import type { PlaceState } from '../place/index.ts';

/** What a participant keeps of a place that has its outcome. */
export const endedOf = (place: PlaceState): Ended => ({
  outcome: place.participant.outcome ?? 'failed',
  completion_code: place.participant.completion_code,
  redirect_url: place.participant.redirect_url,
  language: place.project.language,
  farewell: place.talk?.farewell ?? null,
  variables: variablesOf(place),
});
