import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { runEntry } from '../prepare.ts';
import { endTestServers } from '../processes/leftovers.ts';
import { RunFile } from '../processes/run-file.ts';
import { startGuard } from '../processes/start-guard.ts';
import { newSecrets } from '../secrets.ts';
import { embeddedPostgres } from '../stores.ts';
import { Supervisor } from '../supervisor/supervisor.ts';
import { obtainRedis } from '../system/programs.ts';
import { testEnvironment } from './command.ts';

const template = 'migrated';

/**
 * The servers of a test run: a PostgreSQL that does not care for its data, with one migrated database to copy, and the
 * binary of a Redis that each test file starts for itself.
 */
export class ThrowAwayServers {
  readonly #say: (sentence: string) => void;
  readonly #supervisor: Supervisor;
  #starting: Promise<Record<string, string>> | undefined;
  #folders: string[] = [];
  #run: RunFile | undefined;

  constructor(say: (sentence: string) => void) {
    this.#say = say;
    this.#supervisor = new Supervisor({
      spawned: (name, pid) => {
        this.#run?.recordPid(name, pid);
      },
      line: () => undefined,
      died: (name, how) => {
        say(`${name} ended (${how}); starting it again`);
      },
      recovered: () => undefined,
    });
  }

  /** Starts the servers, once, and answers with the variables by which the kit's test helpers find them. */
  environment(): Promise<Record<string, string>> {
    this.#starting ??= this.#start();
    return this.#starting;
  }

  /** Leaves nothing, whether they were started, half started, or not. */
  async stop(): Promise<void> {
    await this.#supervisor.stop();
    for (const folder of this.#folders) await endTestServers(folder);
    this.#run?.remove();
    for (const folder of this.#folders) rmSync(folder, { recursive: true, force: true });
  }

  async #start(): Promise<Record<string, string>> {
    const redisServer = await obtainRedis(this.#say);
    const folder = this.#makeFolder();
    const { database_password: password } = newSecrets();
    // A name of its own: where the database's user cannot reach this folder, another one of that name is used.
    const data = path.join(folder, `test-${randomBytes(4).toString('hex')}`);
    const { url, process, record } = await embeddedPostgres({ data, password, isDurable: false }, this.#say);
    if (record.database_folder) this.#folders.push(record.database_folder);
    this.#run?.record(record);
    if (process) await this.#supervisor.start(process);
    await makeTemplate(url);
    return {
      TEST_DATABASE_URL: url,
      TEST_DATABASE_TEMPLATE: template,
      TEST_REDIS_SERVER: redisServer,
      TEST_FOLDER: folder,
    };
  }

  #makeFolder(): string {
    const folder = mkdtempSync(path.join(tmpdir(), 'convomatic-test-'));
    this.#folders.push(folder);
    // The database's user must be able to pass.
    chmodSync(folder, 0o711);
    const file = path.join(folder, 'run.json');
    this.#run = new RunFile(file);
    this.#run.claim();
    startGuard(file, folder);
    return folder;
  }
}

async function makeTemplate(adminUrl: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  await client.query(`create database ${template}`);
  await client.end();
  const url = new URL(adminUrl);
  url.pathname = `/${template}`;
  await runEntry('migrate.ts', { ...testEnvironment(), DATABASE_URL: url.href });
}
