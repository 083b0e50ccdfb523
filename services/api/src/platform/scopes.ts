declare const granted: unique symbol;

/**
 * A team whose rows may be read and written. Repositories ask for it where they would ask for a team's id, and it
 * cannot be written down by hand: a forgotten check does not compile, and one for another team finds nothing.
 */
export type TeamScope = { readonly team_id: number; readonly [granted]: 'team' };

/** One session whose talk may be read: by its team, or by whoever is in it. It opens nothing else of the team. */
export type SessionScope = {
  readonly team_id: number;
  readonly session_id: number;
  readonly [granted]: 'session';
};

type Ids<Scope> = Pick<Scope, Exclude<keyof Scope, typeof granted>>;

/** For those who ask the permission table alone; scopes.rules.test.ts names them. */
export const grantTeam = <Asked extends Ids<TeamScope>>(asked: Asked): Asked & TeamScope =>
  asked as Asked & TeamScope;

/** For those who ask whether somebody may see the session. */
export const grantSession = ({ team_id, session_id }: Ids<SessionScope>): SessionScope =>
  ({ team_id, session_id }) as SessionScope;

/** For work that no caller asks for, on a row that is at hand: its team is the row's own. */
export const serviceScope = ({ team_id }: Ids<TeamScope>): TeamScope => ({ team_id }) as TeamScope;
