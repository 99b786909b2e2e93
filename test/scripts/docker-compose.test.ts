import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { parseConfig } from '#app/config.ts';
import { environmentOf, filledIn, named, root, services, text, volumes } from './compose-file.ts';

const each = Object.entries(services);
const manifest = z.object({ version: z.string(), engines: z.object({ node: z.string() }) });
const { version, engines } = manifest.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));

describe('docker-compose.yml', () => {
  test('runs images of an exact version, and the API on a Node that it supports', () => {
    const images = each.filter(([, { build }]) => build === undefined).map(([, { image }]) => image);
    expect(images.filter((image) => !/:[0-9]+\.[0-9]+\.[0-9]+(-[a-z0-9.-]+)?$/.test(image))).toEqual([]);
    const built = each.filter(([, { build }]) => build !== undefined);
    expect(new Set(built.map(([, { image }]) => image))).toEqual(new Set([`ar-ledger:${version}`]));
    const [, node] = /^FROM node:24\.([0-9]+)\.[0-9]+-/.exec(built[0]?.[1].build?.dockerfile_inline ?? '') ?? [];
    const [, oldest] = /^>=24\.([0-9]+)$/.exec(engines.node) ?? [];
    expect(Number(node)).toBeGreaterThanOrEqual(Number(oldest));
  });

  test('copies into the image what is there', () => {
    const copied = [...(named('api').build?.dockerfile_inline ?? '').matchAll(/^COPY (.*) \S+$/gm)];
    const paths = copied.flatMap(([, from = '']) => from.split(' '));
    expect(paths).toContain('src');
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  test('knows of every lasting service how it is', () => {
    const unwatched = each.filter(
      ([, { restart, healthcheck: check }]) => (restart === 'no') === (check !== undefined),
    );
    expect(unwatched.map(([name]) => name)).toEqual([]);
  });

  test('waits only for services of the same profile, and only for what they can become', () => {
    const waits = each.flatMap(([name, { depends_on: on, profiles }]) =>
      Object.entries(on).map(([other, { condition: until }]) => ({ name, profiles, other: named(other), until })),
    );
    expect(waits.length).toBeGreaterThan(5);
    for (const { name, profiles, other, until } of waits) {
      const restart = until === 'service_healthy' ? 'unless-stopped' : 'no';
      expect([name, other.profiles, other.restart]).toEqual([name, profiles, restart]);
    }
  });

  test('keeps what lasts in named volumes, each declared and each used', () => {
    const used = each.flatMap(([, { volumes: mounted }]) => mounted.map((mount) => mount.split(':')[0] ?? ''));
    expect(new Set(used)).toEqual(new Set(Object.keys(volumes)));
    const written = each.flatMap(([, { volumes: mounted }]) => mounted.filter((mount) => mount.includes('-data:')));
    expect(new Set(written).size).toBe(written.length);
  });

  test('publishes nothing beyond this machine unless it is told to', () => {
    const published = each.flatMap(([, { ports }]) => ports.map((port) => filledIn(port)));
    expect(published.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
    expect(published).toHaveLength(2);
  });

  test('asks for no variable that only the other profile needs', () => {
    expect(text.replaceAll(/^#.*$/gm, '')).not.toMatch(/(?<!\$)\$\{[A-Z_]+(:?\?|\})/);
  });

  test('gives the development issuer only to the API that listens on loopback', () => {
    const { auth, host } = parseConfig({ ...environmentOf('api-development'), JOURNAL: '' });
    expect([auth.kind, host, named('api-development').network_mode]).toEqual(['DEVELOPMENT', '127.0.0.1', 'host']);
  });

  test('gives the API of the cluster the tokens of an issuer, which have to be named', () => {
    const variables = {
      AUTH_ISSUER: 'https://id.example.org',
      AUTH_AUDIENCE: 'ledger',
      AUTH_JWKS_URL: 'https://id.example.org/keys',
    };
    const { auth, host } = parseConfig({ ...environmentOf('api', variables), JOURNAL: '' });
    expect([auth.kind, host, named('api').network_mode]).toEqual(['JWT', '0.0.0.0', undefined]);
    expect(() => parseConfig({ ...environmentOf('api'), JOURNAL: '' })).toThrow(/^AUTH_ISSUER: expected/);
  });

  test('knows the ledger ready by its answer', async () => {
    const [, , , script = ''] = named('api').healthcheck?.test ?? [];
    const run = (status: number): number | null => {
      const answering = `require('node:http').createServer((_, answer) => answer.writeHead(${status}).end()).listen(0, '127.0.0.1', function () {`;
      const asking = `${script.replace('4000', "' + this.address().port + '")} });`;
      return spawnSync(process.execPath, ['-e', answering + asking], { timeout: 20_000 }).status;
    };
    expect([run(200), run(503)]).toEqual([0, 1]);
  });
});
