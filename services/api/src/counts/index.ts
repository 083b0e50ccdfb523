export { createCountChanged } from './count-changed.ts';
export { countProjects } from './counts.repository.ts';
