export { createTeam } from './create-team.ts';
export { findFirstTeamOf, findTeam } from './teams.repository.ts';
export { createTeamRoutes } from './teams.routes.ts';
export { createTeams } from './teams.service.ts';
