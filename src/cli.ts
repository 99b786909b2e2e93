import { runCli } from './cli/program.ts';
import { terminalOf } from './cli/terminal/output.ts';

/** Resolves at the first SIGTERM or SIGINT; a second one ends the process as it would without us. */
function stopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
}

const { stdout, stderr, env } = process;
// `ar-ledger aging | head` closes the pipe when it has seen enough: that is no fault of anybody.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});
const terminal = terminalOf({ stdout, stderr, columns: env['COLUMNS'] });
process.exitCode = await runCli(process.argv.slice(2), { terminal, environment: env, clock: Date.now, stopped });
