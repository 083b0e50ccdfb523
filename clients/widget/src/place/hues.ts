import type { Membership } from '@convomatic/contracts';

/** Eight hues for people; red, amber, violet and teal have meanings of their own. */
export const hues = ['pink', 'blue', 'lime', 'orange', 'cyan', 'fuchsia', 'indigo', 'slate'] as const;
export type Hue = (typeof hues)[number];

/** A person who is called Red Fox is not shown in blue. */
const namedHues: Record<string, Hue> = {
  red: 'pink',
  pink: 'pink',
  rose: 'pink',
  crimson: 'pink',
  blue: 'blue',
  green: 'lime',
  lime: 'lime',
  olive: 'lime',
  orange: 'orange',
  yellow: 'orange',
  golden: 'orange',
  amber: 'orange',
  brown: 'orange',
  cyan: 'cyan',
  teal: 'cyan',
  turquoise: 'cyan',
  purple: 'fuchsia',
  violet: 'fuchsia',
  indigo: 'indigo',
  grey: 'slate',
  silver: 'slate',
  white: 'slate',
  black: 'slate',
};

const wanted = ({ name }: Membership): Hue | undefined => namedHues[name.split(' ')[0]?.toLowerCase() ?? ''];

/** A hue for each member, all different as long as there are enough, and the same on every screen of the talk. */
export const huesOf = (members: Membership[]): Map<number, Hue> => {
  const ordered = members.toSorted((one, other) => one.user_id - other.user_id);
  const given = new Map<number, Hue>();
  const isFree = (hue: Hue): boolean => ![...given.values()].includes(hue);
  for (const member of ordered) {
    const hue = wanted(member);
    if (hue && isFree(hue)) given.set(member.user_id, hue);
  }
  for (const [index, { user_id }] of ordered.entries()) {
    if (given.has(user_id)) continue;
    given.set(user_id, hues.find(isFree) ?? hues[index % hues.length] ?? 'slate');
  }
  return given;
};
