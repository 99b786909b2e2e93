import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * `npm run simulate -- --seed N` replays one history; `npm run simulate -- --histories 100000` runs a night of them. What
 * they are made of is proof and stands in test/simulation, which only tests may import: so it runs as a program.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const program = join(root, 'test', 'simulation', 'run-histories.ts');
const { status } = spawnSync(process.execPath, [program, ...process.argv.slice(2)], { stdio: 'inherit' });
process.exitCode = status ?? 1;
