import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { idParam } from './scalars.ts';

/** What a project's export consists of, each a table of its own. */
export const exportTables = [
  'messages',
  'sessions',
  'participants',
  'prompt_deliveries',
  'notes',
  'assignments',
  'outcomes',
  'absences',
] as const;
export type ExportTable = (typeof exportTables)[number];

const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((text) => text === 'true');

/**
 * CSV alone: whether cells that a spreadsheet would take for a formula get an apostrophe in front. Without it, and in
 * JSON Lines always, text is byte for byte what was written.
 */
export const escapeFormulas = { escape_formulas: flag };

export const exportEndpoints = defineEndpoints({
  /**
   * One table as CSV or JSON Lines, or all of them as a ZIP of CSV files with a codebook and the frozen versions;
   * streamed, and without the sessions of previews. `run` leaves out all other runs; `external_ids` is for owners.
   */
  'GET /api/projects/:project_id/export': {
    access: 'login',
    action: 'project.export',
    also: ['external_id.export'],
    params: z.strictObject({ project_id: idParam }),
    query: z.strictObject({
      table: z.enum(exportTables).default('messages'),
      format: z.enum(['csv', 'jsonl', 'zip']).default('csv'),
      run: idParam.optional(),
      external_ids: flag,
      ...escapeFormulas,
    }),
  },
});
