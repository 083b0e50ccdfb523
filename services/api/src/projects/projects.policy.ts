import type { Project } from '@convomatic/contracts';
import type { ErrorFields } from '@convomatic/kit/errors';

/** What is wrong between settings that are right each on its own. */
export const findSettingsProblems = (settings: Pick<Project, 'group_min' | 'group_target'>): ErrorFields =>
  settings.group_min <= settings.group_target
    ? {}
    : { group_min: `must not be above the group's full size, ${String(settings.group_target)}` };
