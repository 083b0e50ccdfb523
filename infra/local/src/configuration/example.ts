import { existsSync, readdirSync } from 'node:fs';
import { describeConfig } from '@convomatic/kit/config';
import type { ConfigVariable } from '@convomatic/kit/config';
import { z } from 'zod';
import { inRoot } from '../place.ts';

export const envExampleFile = inRoot('.env.example');

type Asked = ConfigVariable & { service: string };

const configModule = z.object({ configSchema: z.instanceof(z.ZodObject) });

const heading = `# Every variable that a service reads. Made by \`npm run env:example\` from services/*/src/config.ts.
# \`npm start\` reads a copy of this file named .env, and sets by itself whatever has no default.
`;

/** The text of .env.example: one paragraph for each variable, whichever services read it. */
export async function envExample(): Promise<string> {
  const asked = (await Promise.all(services().map(variablesOf))).flat();
  const byName = Object.groupBy(asked, ({ name }) => name);
  const paragraphs = Object.entries(byName).map(([name, askers = []]) => paragraph(name, askers));
  return [heading, ...paragraphs].join('\n');
}

const services = () =>
  readdirSync(inRoot('services'))
    .filter((name) =>
      ['main.ts', 'config.ts'].every((file) => existsSync(inRoot('services', name, 'src', file))),
    )
    .toSorted();

async function variablesOf(service: string): Promise<Asked[]> {
  const { configSchema } = configModule.parse(await import(inRoot('services', service, 'src/config.ts')));
  return describeConfig(configSchema).map((variable) => ({ ...variable, service }));
}

function paragraph(name: string, askers: readonly Asked[]): string {
  const [first] = askers;
  const readers = askers.map(
    ({ service, required, example }) => `${service} (${required ? 'required' : shown(example)})`,
  );
  return [`# ${first?.description ?? ''}`, `# Read by ${readers.join(', ')}`, `# ${name}=`, ''].join('\n');
}

const shown = (example: unknown): string =>
  example === undefined
    ? 'optional'
    : `default ${typeof example === 'string' ? example : JSON.stringify(example)}`;
