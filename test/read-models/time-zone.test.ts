import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/** The zone of the machine decides nothing: days are days, instants are UTC. */
const printed = fileURLToPath(new URL('./print-figures.ts', import.meta.url));

test.each(['Pacific/Kiritimati', 'America/Los_Angeles', 'Asia/Kathmandu'])(
  'in %s every row and figure is the same',
  (zone) => {
    const inUtc = run('UTC');
    expect(inUtc.length).toBeGreaterThan(10_000);
    expect(run(zone)).toBe(inUtc);
  },
);

function run(zone: string): string {
  return execFileSync(process.execPath, [printed], {
    env: { ...process.env, TZ: zone },
    encoding: 'utf8',
    maxBuffer: 50_000_000,
  });
}
