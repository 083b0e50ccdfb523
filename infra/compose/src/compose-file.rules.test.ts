import { describe, expect, it } from '@jest/globals';
import { describeConfig, loadConfig } from '@convomatic/kit/config';
import {
  containerOf,
  containers,
  interpolate,
  isOneShot,
  isOurs,
  portsOf,
  requiredVariables,
} from './compose-file.ts';
import { copiedToImage, dockerfilePath, imageEnvironment } from './dockerfile.ts';
import { isInRepository, readConfigSchema, readText, runningServices } from './repository.ts';

const all = Object.entries(containers);
const longRunning = all.filter(([, container]) => !isOneShot(container));
const ours = all.filter(([, container]) => isOurs(container));
const published = all.filter(([, container]) => !isOurs(container));

const secret = () => 'f'.repeat(64);
const environmentOf = (name: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(containerOf(name).environment).map(([variable, value]) => [
      variable,
      interpolate(value, secret),
    ]),
  );
const portOf = (name: string): number => Number(environmentOf(name).PORT);

describe('docker-compose.yml', () => {
  it('has a container for every service that runs', () => {
    expect(ours.filter(([, one]) => !isOneShot(one)).map(([name]) => name)).toEqual(
      expect.arrayContaining([...runningServices]),
    );
  });

  it('stops with a hint where a variable without a default is missing', () => {
    const required = requiredVariables(readText('docker-compose.yml'));
    expect(new Set(required.map(({ name }) => name))).toEqual(
      new Set(['POSTGRES_PASSWORD', 'SECRET_KEY', 'SERVICE_TOKEN']),
    );
    expect(required.filter(({ isGuarded }) => !isGuarded)).toEqual([]);
  });

  it('waits for containers that it has, and for the end of those that end', () => {
    const waits = all.flatMap(([, { depends_on }]) => Object.entries(depends_on));
    for (const [name, { condition }] of waits) {
      const wanted = isOneShot(containerOf(name)) ? 'service_completed_successfully' : 'service_healthy';
      expect([name, condition]).toEqual([name, wanted]);
    }
    // Nobody waiting for it, `up --wait` takes the end of a container for a failure.
    const awaited = waits.map(([name]) => name);
    for (const [name, container] of all) if (isOneShot(container)) expect(awaited).toContain(name);
  });
});

describe.each(all)('the container %s', (_name, container) => {
  it('is of an image with an exact version, or of our own', () => {
    if (isOurs(container)) expect(container.build?.dockerfile).toBe(dockerfilePath);
    else expect(container.image).toMatch(/^[\w./-]+:v?\d+(\.\d+)+(-[\w.]+)?$/);
  });
});

describe.each(longRunning)('the container %s', (_name, container) => {
  it('says whether it is healthy, comes back, and gets time to end', () => {
    expect(container.healthcheck?.test.length).toBeGreaterThan(1);
    expect(container.restart).toBe('unless-stopped');
    expect(container.stop_grace_period).toMatch(/^\d+s$/);
    expect(Number.parseInt(container.stop_grace_period ?? '', 10)).toBeGreaterThanOrEqual(30);
  });
});

describe.each(ours)('the container %s', (_name, { command = '' }) => {
  it('runs a file that is in the image', () => {
    // Options of Node may stand before it.
    const file = command.split(' ').at(-1) ?? '';
    expect(isInRepository(file)).toBe(true);
    expect(copiedToImage.some((place) => file.startsWith(`${place}/`))).toBe(true);
  });
});

describe.each(published)('the container %s', (_name, container) => {
  it('is reached from this machine alone', () => {
    for (const port of container.ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  });
});

describe.each(runningServices)('the service %s', (name) => {
  it('gets variables that it knows, and all that it needs', async () => {
    const schema = await readConfigSchema(name);
    const known = describeConfig(schema).map((variable) => variable.name);
    const environment = environmentOf(name);
    expect(Object.keys(environment).filter((variable) => !known.includes(variable))).toEqual([]);
    expect(() => loadConfig(schema, { ...imageEnvironment, ...environment })).not.toThrow();
  });

  it('is asked on the port that it listens on, and published under the one that it has by default', async () => {
    const usual = describeConfig(await readConfigSchema(name)).find((variable) => variable.name === 'PORT');
    const ports = portsOf(containerOf(name));
    // Nothing but health and metrics is behind the worker's.
    if (name === 'worker') expect(portOf(name)).toBe(usual?.example);
    else expect(ports).toEqual([{ published: usual?.example, target: portOf(name) }]);
    expect(containerOf(name).healthcheck?.test.join(' ')).toContain("process.env.PORT + '/readyz'");
  });

  it('finds the others by their names and ports', () => {
    const addresses = Object.values(environmentOf(name)).filter((value) => value.startsWith('http://'));
    for (const { hostname, port } of addresses.map((address) => new URL(address))) {
      if (hostname !== 'localhost') expect([hostname, Number(port)]).toEqual([hostname, portOf(hostname)]);
    }
  });
});

describe('the containers api and collaboration', () => {
  it('have the same service token', () => {
    const token = containerOf('api').environment.SERVICE_TOKEN;
    expect(containerOf('collaboration').environment.SERVICE_TOKEN).toBe(token);
  });
});
