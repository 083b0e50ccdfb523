import { existsSync } from 'node:fs';
import path from 'node:path';
import { buildClients } from './build.ts';
import { freePort, freePortFrom } from './network.ts';
import { inRoot, makeStateFolder, stateFolder } from './place.ts';
import { prepareDatabase } from './prepare.ts';
import { claimClone } from './processes/claim.ts';
import { RunFile } from './processes/run-file.ts';
import { startGuard } from './processes/start-guard.ts';
import { createServiceLog } from './report/service-log.ts';
import { dim, green, red } from './report/terminal.ts';
import type { Terminal } from './report/terminal.ts';
import { welcome } from './report/welcome.ts';
import { loadSecrets } from './secrets.ts';
import type { Secrets } from './secrets.ts';
import { serviceGroups, serviceProcess } from './services.ts';
import type { Surroundings } from './services.ts';
import { embeddedPostgres, givenDatabase, givenRedis, ownRedis } from './stores.ts';
import type { Store } from './stores.ts';
import { Supervisor } from './supervisor/supervisor.ts';
import { Trouble } from './trouble.ts';

const usualPort = 8080;
const runFile = path.join(stateFolder, 'run.json');

function wantedPort(): number {
  const { PORT } = process.env;
  const port = PORT ? Number(PORT) : usualPort;
  if (Number.isInteger(port) && port > 0 && port < 65_436) return port;
  throw new Trouble(`PORT is set to ${String(PORT)}, which is no port.`);
}

/** Everything that `npm start` runs, from the first check to the last process gone. */
export class LocalSystem {
  readonly #terminal: Terminal;
  readonly #supervisor: Supervisor;
  readonly #run = new RunFile(runFile);
  readonly #stopping = new AbortController();
  #isClaimed = false;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    makeStateFolder();
    const say = (text: string) => {
      terminal.line(text);
    };
    this.#supervisor = new Supervisor({
      spawned: (name, pid) => {
        this.#run.recordPid(name, pid);
      },
      line: createServiceLog(path.join(stateFolder, 'logs'), say),
      died: (name, how) => {
        say(`${red('✗')} ${name} ended (${how}); starting it again`);
      },
      recovered: (name, afterMs) => {
        say(`${green('✓')} ${name} is back ${dim(`after ${(afterMs / 1000).toFixed(1)} s`)}`);
      },
    });
  }

  /** Resolves when all is ready and the person has been told where. */
  async start(): Promise<void> {
    const startedAt = performance.now();
    if (existsSync(inRoot('.env'))) process.loadEnvFile(inRoot('.env'));
    await this.#claim();
    const secrets = loadSecrets();
    const databaseUrl = await this.#startDatabase(secrets);
    const redisUrl = await this.#startRedis(secrets);
    await this.#step('Clients', () => buildClients(this.#stopping.signal));
    const surroundings = await this.#surround({ databaseUrl, redisUrl, secretKey: secrets.secret_key });
    const seeded = await this.#step('Schema, first owner, demo project', () =>
      prepareDatabase(surroundings, this.#stopping.signal),
    );
    await this.#startServices(surroundings);
    const { sign_in_token: signInToken, owner_token, demo_slug } = seeded;
    const address = surroundings.publicUrl;
    this.#run.record({ address, owner_token, demo_slug });
    const tookMs = performance.now() - startedAt;
    this.#terminal.line(welcome({ address, signInToken, demoSlug: demo_slug, tookMs }));
  }

  /** Drains and ends everything that was started; resolves when nothing is left. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    if (!this.#isClaimed) return;
    await this.#terminal.step('Stopping', () => this.#supervisor.stop());
    this.#run.remove();
  }

  stopAtOnce(): void {
    this.#supervisor.stopAtOnce();
  }

  async #claim(): Promise<void> {
    const ended = await claimClone(this.#run, runFile);
    this.#isClaimed = true;
    startGuard(runFile);
    if (ended.length > 0)
      this.#say(`${green('✓')} Ended what the last start left running: ${ended.join(', ')}`);
  }

  #startDatabase({ database_password: password }: Secrets): Promise<string> {
    const given = process.env.DATABASE_URL;
    if (given) return this.#step('PostgreSQL of DATABASE_URL', () => this.#keep(givenDatabase(given)));
    const data = path.join(stateFolder, 'postgres');
    return this.#step('PostgreSQL', () =>
      this.#keep(embeddedPostgres({ data, password, isDurable: true }, this.#say)),
    );
  }

  #startRedis({ redis_password: password }: Secrets): Promise<string> {
    const given = process.env.REDIS_URL;
    if (given) return this.#step('Redis of REDIS_URL', () => this.#keep(givenRedis(given)));
    return this.#step('Redis', () => this.#keep(ownRedis({ password, cwd: stateFolder }, this.#say)));
  }

  /** Records a store before its process exists: a kill in between must leave nothing that the next start cannot find. */
  async #keep(coming: Promise<Store>): Promise<string> {
    const { url, record, process } = await coming;
    this.#run.record(record);
    if (process !== undefined) await this.#supervisor.start(process);
    return url;
  }

  async #surround(
    known: Pick<Surroundings, 'databaseUrl' | 'redisUrl' | 'secretKey'>,
  ): Promise<Surroundings> {
    const wanted = wantedPort();
    const gateway = await freePortFrom(wanted);
    if (gateway !== wanted) this.#say(`  Port ${wanted} is taken, so this is port ${gateway}.`);
    const publicUrl = process.env.PUBLIC_URL ?? `http://localhost:${gateway}`;
    const ports = {
      gateway,
      api: await freePort(),
      channels: await freePort(),
      collaboration: await freePort(),
      worker: await freePort(),
    };
    return { ...known, publicUrl, ports };
  }

  async #startServices(surroundings: Surroundings): Promise<void> {
    for (const names of serviceGroups) {
      const specs = names.map((name) => serviceProcess(name, surroundings));
      await this.#step(names.join(', '), () => this.#supervisor.start(...specs));
    }
  }

  async #step<T>(title: string, work: () => Promise<T>): Promise<T> {
    this.#stopping.signal.throwIfAborted();
    const result = await this.#terminal.step(title, work);
    this.#stopping.signal.throwIfAborted();
    return result;
  }

  readonly #say = (text: string): void => {
    this.#terminal.line(text);
  };
}
