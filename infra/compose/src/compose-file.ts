import { parse } from 'yaml';
import { z } from 'zod';
import { readText } from './repository.ts';

const scalar = z.union([z.string(), z.number()]).transform(String);

const container = z.object({
  image: z.string(),
  build: z.object({ dockerfile: z.string() }).optional(),
  command: z.string().optional(),
  restart: z.string(),
  stop_grace_period: z.string().optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  environment: z.record(z.string(), scalar).default({}),
  ports: z.array(z.string()).default([]),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
});
export type Container = z.infer<typeof container>;

const composeFile = z.object({ services: z.record(z.string(), container) });

export const containers: Readonly<Record<string, Container>> = composeFile.parse(
  parse(readText('docker-compose.yml'), { merge: true }),
).services;

export const containerOf = (name: string): Container => {
  const found = containers[name];
  if (!found) throw new Error(`docker-compose.yml has no service ${name}`);
  return found;
};

/** A container that does its work and ends, such as the migration. */
export const isOneShot = ({ restart }: Container): boolean => restart === 'no';

/** A container of our own image; the others are what their makers published. */
export const isOurs = ({ build }: Container): boolean => build !== undefined;

/** The name, and what compose takes where the operator has not set it. */
const reference = /\$\{(\w+)(?::-([^}]*)|:\?[^}]*)?\}/g;

/** The variables of the operator that have no default, and whether compose stops where one is missing. */
export const requiredVariables = (text: string): { name: string; isGuarded: boolean }[] =>
  [...text.matchAll(reference)]
    .filter(([, , fallback]) => fallback === undefined)
    .map(([all, name = '']) => ({ name, isGuarded: all.includes(':?') }));

/** The value as compose passes it on for an operator who has set just what is required. */
export const interpolate = (value: string, given: (name: string) => string): string =>
  value.replaceAll(reference, (_all, name: string, fallback: string | undefined) => fallback ?? given(name));

/** Of `127.0.0.1:4444:5000`, the last two. */
export const portsOf = ({ ports }: Container): { published: number; target: number }[] =>
  ports.map((port) => {
    const [target, published] = port.split(':').toReversed();
    return { published: Number(published), target: Number(target) };
  });
