import type { Knex } from 'knex';
import type { Waiter } from './grouping.ts';
import type { Scene } from './open-queue.ts';

export type FormingReason = 'full_group' | 'waiting_limit';

/** A decision about a queue, from which one or more groups came. */
export type Forming = {
  id: number;
  team_id: number;
  project_id: number;
  run_id: number | null;
  seed: string | null;
};

/** The queue as it stood, who of it was present, and why: once, however many groups come from it. */
export const insertForming = async (
  trx: Knex,
  { project, queue }: Scene,
  reason: FormingReason,
): Promise<Forming> => {
  const { team_id, project_id, run_id, seed } = project;
  const present = queue.waiting.filter(({ user_id }) => queue.present.has(user_id));
  const idsOf = (people: Waiter[]) => people.map(({ id }) => id);
  const [forming] = await trx('formings')
    .insert({
      ...{ team_id, project_id, run_id, seed, reason },
      queue: idsOf(queue.waiting),
      present: idsOf(present),
    })
    .returning<Forming[]>(['id', 'team_id', 'project_id', 'run_id', 'seed']);
  if (!forming) throw new Error('the forming was not inserted');
  return forming;
};

/**
 * Takes the next places in the run's sequence of arms; answers how many were taken before. They are kept from others
 * until the transaction ends, and a rollback gives them back.
 */
export const takeDraws = async (
  trx: Knex,
  draws: { run_id: number; version_id: number; count: number },
): Promise<number> => {
  const { rows } = await trx.raw<{ rows: [{ before: number }] }>(
    `insert into draws (run_id, version_id, drawn) values (:run_id, :version_id, :count)
     on conflict (run_id, version_id) do update set drawn = draws.drawn + excluded.drawn
     returning drawn - :count as before`,
    draws,
  );
  return rows[0].before;
};
