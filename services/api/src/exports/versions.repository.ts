import type { PoolClient } from 'pg';
import type { TeamScope } from '../platform/scopes.ts';

type InProject = { project_id: number };

export const listVersionNumbers = async (
  client: PoolClient,
  scope: TeamScope & InProject,
): Promise<number[]> => {
  const { rows } = await client.query<{ number: number }>(
    'select number from versions where project_id = $1 and team_id = $2 order by number',
    [scope.project_id, scope.team_id],
  );
  return rows.map(({ number }) => number);
};

/** One version as it was frozen, for people to read. */
export const readVersion = async (
  client: PoolClient,
  scope: TeamScope & InProject,
  number: number,
): Promise<string> => {
  const { rows } = await client.query<{ text: string }>(
    'select jsonb_pretty(snapshot) as text from versions where project_id = $1 and team_id = $2 and number = $3',
    [scope.project_id, scope.team_id, number],
  );
  return rows[0]?.text ?? '';
};
