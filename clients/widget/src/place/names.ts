import type { Membership } from '@convomatic/contracts';
import type { PlaceState } from './place-reducer.ts';

export const ownName = ({ user_id, talk }: PlaceState): string =>
  talk?.memberships.find((member) => member.user_id === user_id)?.name ?? '';

/** The others in the talk, also those who left, in an order that is the same for everybody. */
export const partners = ({ user_id, talk }: PlaceState): Membership[] =>
  (talk?.memberships ?? [])
    .filter((member) => member.user_id !== user_id && member.role === 'participant')
    .sort((one, other) => one.user_id - other.user_id);

/** Words that stand for the variables of a text. */
export const variablesOf = (place: PlaceState): Record<string, string> => {
  const names = partners(place).map(({ name }) => name);
  return {
    name: ownName(place),
    partners: new Intl.ListFormat(place.project.language, { type: 'conjunction' }).format(names),
    project: place.project.name,
  };
};
