import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** The YAML parser that knip reads its own files with: no Docker is needed to read this one. */
const yaml = z
  .object({ parse: z.function({ input: [z.string(), z.object({ merge: z.boolean() })], output: z.unknown() }) })
  .parse(createRequire(import.meta.resolve('knip'))('yaml'));

const condition = z.enum(['service_healthy', 'service_completed_successfully']);
const healthcheck = z.object({
  test: z.array(z.string()).min(2),
  interval: z.string(),
  timeout: z.string(),
  retries: z.int(),
});
const service = z.object({
  image: z.string(),
  profiles: z.tuple([z.enum(['single', 'cluster'])]),
  restart: z.enum(['no', 'unless-stopped']),
  build: z.object({ context: z.literal('.'), dockerfile_inline: z.string() }).optional(),
  healthcheck: healthcheck.optional(),
  depends_on: z.record(z.string(), z.object({ condition })).default({}),
  environment: z.record(z.string(), z.string()).default({}),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  network_mode: z.enum(['host', 'none']).optional(),
  command: z.array(z.string()).optional(),
});
const composeFile = z.object({
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.null()),
});

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
export const { services, volumes } = composeFile.parse(yaml.parse(text, { merge: true }));
export const named = (name: string): z.output<typeof service> => service.parse(services[name]);

/** As Compose fills it in: `${NAME:-default}`, and `$$` for a dollar. */
export function filledIn(words: string, variables: Readonly<Record<string, string>> = {}): string {
  const form = /\$\$|\$\{([A-Z_]+):-([^}]*)\}/g;
  return words.replace(form, (all, name: string, other: string) => (all === '$$' ? '$' : variables[name] || other));
}

export function environmentOf(
  name: string,
  variables: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const { environment } = named(name);
  return Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, filledIn(value, variables)]));
}
