import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';

/**
 * Every measurement of the project in one run, each beside its yardstick: trust the ratios, not the figures.
 * BENCH_SECONDS (4) and BENCH_ENTRIES (1000000) make it shorter; a name runs one part alone: commands, large-book, graphql,
 * eventstoredb (where a server is found, as the tests find one).
 */
const parts = ['commands', 'large-book', 'graphql', 'eventstoredb'] as const;
const asked = process.argv.slice(2);
const chosen = asked.length === 0 ? parts : parts.filter((part) => asked.includes(part));

console.log(`Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}`);
if (chosen.length === 0) {
  console.error(`There are the parts ${parts.join(', ')}.`);
  process.exitCode = 2;
}
for (const part of chosen) {
  // The tests know how to find a server, and only tests import tests.
  const place = part === 'eventstoredb' ? '../test/eventstoredb/bench.ts' : `./bench/${part}.ts`;
  const file = fileURLToPath(new URL(place, import.meta.url));
  const { status } = spawnSync(process.execPath, [file], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
