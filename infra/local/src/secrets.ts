import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { stateFolder } from './place.ts';

const secrets = z.object({
  secret_key: z.string(),
  database_password: z.string(),
  redis_password: z.string(),
});

export type Secrets = z.infer<typeof secrets>;

const random = () => randomBytes(32).toString('hex');

export const newSecrets = (): Secrets => ({
  secret_key: random(),
  database_password: random(),
  redis_password: random(),
});

/** The secrets of this clone, made once. */
export function loadSecrets(): Secrets {
  const file = path.join(stateFolder, 'secrets.json');
  if (existsSync(file)) return secrets.parse(JSON.parse(readFileSync(file, 'utf8')));
  const made = newSecrets();
  writeFileSync(file, `${JSON.stringify(made, undefined, 2)}\n`, { mode: 0o600 });
  return made;
}
