/** Eight hues for people; red, amber, violet and teal have meanings of their own. */
export const hues = ['pink', 'blue', 'lime', 'orange', 'cyan', 'fuchsia', 'indigo', 'slate'] as const;
export type Hue = (typeof hues)[number];

/** The colour words that names are made of, by the hue that is nearest: an Azure Ferret is not shown in pink. */
export const colourWords: Record<Hue, readonly string[]> = {
  pink: ['Coral', 'Crimson', 'Ruby', 'Scarlet'],
  blue: ['Azure'],
  lime: ['Emerald', 'Jade', 'Lime', 'Olive'],
  orange: ['Amber', 'Bronze', 'Golden', 'Ochre', 'Orange', 'Rust'],
  cyan: ['Teal'],
  fuchsia: ['Lilac', 'Plum', 'Violet'],
  indigo: ['Indigo', 'Navy'],
  slate: ['Ivory', 'Pearl', 'Sand', 'Silver'],
};

/** The hue of a word that names a colour; undefined for any other word. */
export const hueOfColour = (word: string): Hue | undefined =>
  hues.find((hue) => colourWords[hue].includes(word));

type Named = { user_id: number; name: string };

/** A hue for each member, all different as long as there are enough, and the same on every screen of the talk. */
export const huesOf = (members: readonly Named[]): Map<number, Hue> => {
  const ordered = members.toSorted((one, other) => one.user_id - other.user_id);
  const given = new Map<number, Hue>();
  const isFree = (hue: Hue): boolean => ![...given.values()].includes(hue);
  for (const { user_id, name } of ordered) {
    const hue = hueOfColour(name.split(' ')[0] ?? '');
    if (hue && isFree(hue)) given.set(user_id, hue);
  }
  for (const [index, { user_id }] of ordered.entries()) {
    if (given.has(user_id)) continue;
    given.set(user_id, hues.find(isFree) ?? hues[index % hues.length] ?? 'slate');
  }
  return given;
};
