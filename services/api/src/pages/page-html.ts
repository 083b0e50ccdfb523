import type { Project } from '@convomatic/contracts';

/** What a page knows before anybody has joined: nothing that is not for everyone with the link. */
export type PublicProject = Pick<Project, 'slug' | 'name' | 'language' | 'welcome' | 'naming' | 'status'>;

const place = '<!--project-->';

/** No text of a project can end the element: `<` never stands in it. */
const projectElement = (project: PublicProject): string => {
  const json = JSON.stringify(project).replaceAll('<', String.raw`\u003c`);
  return `<script type="application/json" id="project">${json}</script>`;
};

/** The built page with the project in it; without one the page says that the link leads nowhere. */
export const pageHtml = (template: string, project: PublicProject | undefined): string => {
  if (!template.includes(place)) throw new Error(`the widget's index.html has no ${place}`);
  return template.replace(place, () => (project ? projectElement(project) : ''));
};
