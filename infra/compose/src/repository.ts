import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const root = path.resolve(import.meta.dirname, '../../..');

export const readText = (name: string): string => readFileSync(path.join(root, name), 'utf8');

export const isInRepository = (name: string): boolean => existsSync(path.join(root, name));

/** The processes of ours that run for ever: whoever has a configuration and an entry. */
export const runningServices: readonly string[] = readdirSync(path.join(root, 'services'))
  .filter((name) => ['main.ts', 'config.ts'].every((file) => isInRepository(`services/${name}/src/${file}`)))
  .toSorted();

const configModule = z.object({ configSchema: z.instanceof(z.ZodObject) });

/** What a service reads from its environment. */
export const readConfigSchema = async (service: string): Promise<z.ZodObject> =>
  configModule.parse(await import(path.join(root, 'services', service, 'src/config.ts'))).configSchema;
