import type { Project } from '@convomatic/contracts';
import type { Pool, PoolClient } from 'pg';
import { PassThrough, Readable } from 'node:stream';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { TeamScope } from '../platform/scopes.ts';
import { codebook } from './codebook.ts';
import { copyStatement } from './columns.ts';
import type { Layout } from './columns.ts';
import { openCopy, withConnection } from './copy-out.ts';
import { projectTables } from './project-tables.ts';
import type { ProjectPart } from './project-part.ts';
import { listVersionNumbers, readVersion } from './versions.repository.ts';

type Asked = {
  project: Project;
  part: TeamScope & ProjectPart;
  escapesFormulas: boolean;
};

/** A file of the archive, made when those before it are written: a connection does one thing at a time. */
type Entry = { path: string; open: () => Readable | Promise<Readable> };

const entriesOf = async (client: PoolClient, { project, part, escapesFormulas }: Asked): Promise<Entry[]> => {
  const layout: Layout = { format: 'csv', escapesFormulas };
  const tables = Object.entries(projectTables).map(
    ([name, tableOf]) => [name, tableOf(part)] satisfies [string, unknown],
  );
  const numbers = await listVersionNumbers(client, part);
  return [
    {
      path: 'codebook.md',
      open: () => Readable.from([codebook({ project, tables, escapesFormulas })]),
    },
    ...tables.map(([name, table]) => ({
      path: `${name}.csv`,
      open: () => openCopy(client, copyStatement(table, layout)),
    })),
    ...numbers.map((number) => ({
      path: `versions/${number}.json`,
      open: async () => Readable.from([await readVersion(client, part, number)]),
    })),
  ];
};

const archiveOf = (entries: Entry[]): Readable => {
  const zip = new ZipFile();
  const output = zip.outputStream.pipe(new PassThrough());
  const fail = (error: unknown): void => {
    output.destroy(error instanceof Error ? error : new Error('the archive broke off', { cause: error }));
  };
  zip.on('error', fail);
  for (const { path, open } of entries) {
    zip.addReadStreamLazy(path, (take) => {
      Promise.resolve(open()).then((stream) => {
        // The archive does not hear of a source that breaks.
        stream.once('error', fail);
        take(null, stream);
      }, fail);
    });
  }
  zip.end();
  return output;
};

/** All tables as they were at one moment, with what explains them. */
export const zipOut = (pool: Pool, asked: Asked, target: Writable): Promise<void> =>
  withConnection(pool, async (client) => {
    await client.query('begin isolation level repeatable read read only');
    await pipeline(archiveOf(await entriesOf(client, asked)), target);
    await client.query('commit');
  });
