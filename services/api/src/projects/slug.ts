const maxReadableLength = 40;

/** The part of a slug that people can read: the name in plain lower-case letters, digits and dashes. */
export const readableSlug = (name: string): string => {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, maxReadableLength)
    .replaceAll(/^-+|-+$/g, '');
  return plain || 'project';
};
