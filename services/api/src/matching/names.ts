import { colourWords, hueOfColour } from '@convomatic/contracts/names';

const colours = Object.values(colourWords).flat();
const animals = [
  'Badger', 'Beaver', 'Bison', 'Crane', 'Deer', 'Dolphin', 'Dove', 'Eagle', 'Falcon', 'Ferret',
  'Finch', 'Fox', 'Gecko', 'Gull', 'Hare', 'Hawk', 'Hedgehog', 'Heron', 'Ibex', 'Jay',
  'Kestrel', 'Koala', 'Lark', 'Lemur', 'Lynx', 'Magpie', 'Marten', 'Mole', 'Moose', 'Newt',
  'Ocelot', 'Otter', 'Owl', 'Panda', 'Panther', 'Pelican', 'Puffin', 'Quail', 'Rabbit', 'Raven',
  'Robin', 'Salmon', 'Seal', 'Sparrow', 'Squirrel', 'Stork', 'Swan', 'Tiger', 'Turtle', 'Wren',
]; // prettier-ignore

/** Mulberry32: a small generator that gives the same row for the same seed, anywhere. */
const createRandom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

const shuffle = (words: string[], random: () => number): string[] =>
  words
    .map((word) => ({ word, at: random() }))
    .sort((left, right) => left.at - right.at)
    .map(({ word }) => word);

/** One word of each hue first, so that eight people have eight colours that fit their names. */
const spread = (words: string[]): string[] => {
  const firsts = [...new Map(words.map((word) => [hueOfColour(word), word])).values()];
  return [...firsts, ...words.filter((word) => !firsts.includes(word))];
};

/** Names for the members of one session, such as Amber Fox: the same for the same seed, none of them twice. */
export const generateNames = (seed: number, count: number): string[] => {
  const random = createRandom(seed);
  const [first, second] = [spread(shuffle(colours, random)), shuffle(animals, random)];
  return Array.from({ length: count }, (_, index) => {
    // Each round through the animals shifts the colours by one, so that the pairs stay different.
    const round = Math.floor(index / second.length);
    return `${String(first[(index + round) % first.length])} ${String(second[index % second.length])}`;
  });
};
