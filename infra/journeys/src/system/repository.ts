/** The clone, as a base for its files. */
export const repository = new URL('../../../../', import.meta.url);
