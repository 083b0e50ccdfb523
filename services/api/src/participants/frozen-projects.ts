import { plainText } from '@convomatic/contracts';
import type { Place, Snapshot } from '@convomatic/contracts';
import type { Pool } from 'pg';

/** What a version says to those who join with it. It never changes. */
export type FrozenProject = Pick<Place, 'version_number' | 'project'> & {
  asks_name: boolean;
  asks_consent: boolean;
};

type Row = { id: number; slug: string; version_number: number; frozen: Snapshot['project'] };

const text = `
  select project.id, project.slug, v.number as version_number, v.snapshot -> 'project' as frozen
  from versions v join projects project on project.id = v.project_id where v.id = $1`;

export const frozenProjectOf = ({ id, slug, version_number, frozen }: Row): FrozenProject => {
  const { name, language, group_min, group_target, duration_ms, welcome, consent } = frozen;
  const { waiting_limit_ms, waiting_extension_ms, ready_check_ms } = frozen;
  return {
    version_number,
    project: {
      ...{ id, slug, name, language, group_min, group_target, duration_ms, welcome, consent },
      ...{ waiting_limit_ms, waiting_extension_ms, ready_check_ms },
    },
    asks_name: frozen.naming === 'asked',
    asks_consent: plainText(consent).trim() !== '',
  };
};

const find = async (pool: Pool, versionId: number): Promise<FrozenProject> => {
  const { rows } = await pool.query<Row>({ name: 'project-frozen', text, values: [versionId] });
  if (!rows[0]) throw new Error(`version ${String(versionId)} is not there`);
  return frozenProjectOf(rows[0]);
};

/** More than are ever joined at a time; the oldest make way. */
const mostKept = 200;

/** Versions by their id, each read once: with long texts it costs more than taking a seat. */
export const createFrozenProjects = ({ pool }: { pool: Pool }) => {
  const kept = new Map<number, Promise<FrozenProject>>();

  return (versionId: number): Promise<FrozenProject> => {
    const known = kept.get(versionId);
    if (known) return known;
    const finding = find(pool, versionId);
    kept.set(versionId, finding);
    finding.catch(() => kept.delete(versionId));
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
    return finding;
  };
};

export type FrozenProjects = ReturnType<typeof createFrozenProjects>;
