import { colourWords, hueOfColour } from '@convomatic/contracts/names';
import { createShuffle } from './random.ts';

const colours = Object.values(colourWords).flat();
const animals = [
  'Badger', 'Beaver', 'Bison', 'Crane', 'Deer', 'Dolphin', 'Dove', 'Eagle', 'Falcon', 'Ferret',
  'Finch', 'Fox', 'Gecko', 'Gull', 'Hare', 'Hawk', 'Hedgehog', 'Heron', 'Ibex', 'Jay',
  'Kestrel', 'Koala', 'Lark', 'Lemur', 'Lynx', 'Magpie', 'Marten', 'Mole', 'Moose', 'Newt',
  'Ocelot', 'Otter', 'Owl', 'Panda', 'Panther', 'Pelican', 'Puffin', 'Quail', 'Rabbit', 'Raven',
  'Robin', 'Salmon', 'Seal', 'Sparrow', 'Squirrel', 'Stork', 'Swan', 'Tiger', 'Turtle', 'Wren',
]; // prettier-ignore

/** One word of each hue first, so that eight people have eight colours that fit their names. */
const spread = (words: string[]): string[] => {
  const firsts = [...new Map(words.map((word) => [hueOfColour(word), word])).values()];
  return [...firsts, ...words.filter((word) => !firsts.includes(word))];
};

/** Names for the members of one session, such as Amber Fox: the same for the same seed, none of them twice. */
export const generateNames = (seed: number, count: number): string[] => {
  const shuffle = createShuffle(seed);
  const [first, second] = [spread(shuffle(colours)), shuffle(animals)];
  return Array.from({ length: count }, (_, index) => {
    // Each round through the animals shifts the colours by one, so that the pairs stay different.
    const round = Math.floor(index / second.length);
    return `${String(first[(index + round) % first.length])} ${String(second[index % second.length])}`;
  });
};

const keyOf = (name: string): string => name.normalize('NFKC').toLowerCase();

/** The name, or where somebody has it already the name and the next free number. */
const freeName = (name: string, taken: Set<string>): string => {
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${name} ${String(number)}`;
    if (!taken.has(keyOf(candidate))) return candidate;
  }
};

/** As each asked to be called, or generated for who did not ask; nobody in a session has the name of another. */
export const nameMembers = (seed: number, asked: (string | null)[]): string[] => {
  const generated = generateNames(seed, asked.length);
  const taken = new Set<string>();
  const names = new Map<number, string>();
  const give = (place: number, wanted: string): void => {
    const name = freeName(wanted, taken);
    taken.add(keyOf(name));
    names.set(place, name);
  };
  // First those who chose: a name that nobody chose gives way.
  for (const [place, name] of asked.entries()) if (name !== null) give(place, name);
  for (const [place, name] of asked.entries()) if (name === null) give(place, generated[place] ?? '');
  return asked.map((_, place) => names.get(place) ?? '');
};
