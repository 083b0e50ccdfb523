import type { Project } from '@convomatic/contracts';

type Named = Pick<Project, 'slug'>;

/** Where participants join, on a page of its own. */
export const joinLink = ({ slug }: Named): string => `${location.origin}/join/${slug}`;

/** The same inside another page. */
export const embedAddress = ({ slug }: Named): string => `${location.origin}/embed/${slug}`;
