import { runCli } from './cli/program.ts';
import { terminalOf } from './cli/terminal/output.ts';

/** Resolves at the first SIGTERM or SIGINT; a second one ends the process as it would without us. */
function stopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
}

const { stdout, stderr, env } = process;
const terminal = terminalOf({ stdout, stderr, columns: env['COLUMNS'] });
process.exitCode = await runCli(process.argv.slice(2), { terminal, environment: env, clock: Date.now, stopped });
