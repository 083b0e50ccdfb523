import { z } from 'zod';
import { inRoot, root } from './place.ts';
import { serviceEnvironment } from './services.ts';
import type { Surroundings } from './services.ts';
import { run } from './system/run.ts';
import { Trouble } from './trouble.ts';

const seeded = z.object({ sign_in_token: z.string(), owner_token: z.string(), demo_slug: z.string() });

/** How the first owner gets in, and where participants of the demo do. */
export type Seeded = z.infer<typeof seeded>;

/** Brings the schema up to date and, in an empty database, makes the first owner and the demo project. */
export async function prepareDatabase(surroundings: Surroundings, signal: AbortSignal): Promise<Seeded> {
  const env = serviceEnvironment('api', surroundings);
  await runEntry('migrate.ts', env, signal);
  const output = await runEntry('seed.ts', env, signal);
  const lines = output.split('\n').map((line) => seeded.safeParse(parseJson(line)));
  const found = lines.find((line) => line.success);
  if (found === undefined) throw new Trouble(`services/api/src/seed.ts printed no sign-in token:\n${output}`);
  return found.data;
}

/** Runs one of the api's own commands to its end; answers with its standard output. */
export async function runEntry(name: string, env: NodeJS.ProcessEnv, signal?: AbortSignal): Promise<string> {
  const options = { cwd: root, env, ...(signal && { signal }) };
  const { code, output, everything } = await run(
    process.execPath,
    [inRoot('services/api/src', name)],
    options,
  );
  if (code !== 0) throw new Trouble(`services/api/src/${name} failed:\n${everything}`);
  return output;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
