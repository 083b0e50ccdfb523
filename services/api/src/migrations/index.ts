import type { Knex } from 'knex';
import * as realtime from './0001-realtime.ts';
import * as people from './0002-people.ts';
import * as projects from './0003-projects.ts';
import * as sessions from './0004-sessions.ts';
import * as documents from './0005-documents.ts';
import * as invitations from './0006-invitations.ts';
import * as audit from './0007-audit.ts';
import * as accounts from './0008-accounts.ts';
import * as identities from './0009-identities.ts';
import * as teams from './0010-teams.ts';
import * as eventLog from './0011-event-log.ts';
import * as study from './0012-study.ts';

const migrations: Record<string, { up: (knex: Knex) => Promise<unknown> }> = {
  '0001-realtime': realtime,
  '0002-people': people,
  '0003-projects': projects,
  '0004-sessions': sessions,
  '0005-documents': documents,
  '0006-invitations': invitations,
  '0007-audit': audit,
  '0008-accounts': accounts,
  '0009-identities': identities,
  '0010-teams': teams,
  '0011-event-log': eventLog,
  '0012-study': study,
};

/** Migrations go forward alone: a mistake is mended by the next one. */
const migrationSource: Knex.MigrationSource<string> = {
  getMigrations: () => Promise.resolve(Object.keys(migrations)),
  getMigrationName: (name) => name,
  getMigration: (name) => {
    const found = migrations[name];
    if (!found) return Promise.reject(new Error(`unknown migration ${name}`));
    return Promise.resolve({ up: found.up, down: () => Promise.reject(new Error('migrations go forward')) });
  },
};

/** Brings the schema up to date; two processes that do so at once wait for each other. Answers what was applied. */
export const migrate = async (knex: Knex): Promise<string[]> => {
  const [, applied] = (await knex.migrate.latest({ migrationSource })) as [number, string[]];
  return applied;
};
