import { Command } from 'commander';
import { type Config, ConfigFault, parseConfig } from '#app/config.ts';
import { type ExitCode, exitCodesHelp, usage } from './exit-codes.ts';
import type { Terminal } from './terminal/output.ts';

/** What a verb runs in. */
export interface Surroundings {
  readonly terminal: Terminal;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since 1970 UTC. */
  readonly clock: () => number;
  /** Resolves when somebody wants the process to stop. */
  readonly stopped: () => Promise<void>;
}

/** A verb, its surroundings and the configuration it runs with. */
export interface Run extends Surroundings {
  readonly config: Config;
  /** The data directory was named by somebody, on the command line or in the environment. */
  readonly isDirectoryNamed: boolean;
}

export type Action<Options> = (run: Run, options: Options, args: readonly string[]) => Promise<ExitCode>;

/** How a verb reports its exit code to who runs it. */
export type Finish = (exitCode: ExitCode) => void;

/** Every verb begins as this, so that all of them know where the books are and how they end. */
export function verb(name: string, description: string, directory = 'data'): Command {
  return new Command(name)
    .description(description)
    .option('--data <dir>', `the directory of the books (default: DATA_DIR, or ${directory})`)
    .addHelpText('after', exitCodesHelp);
}

export function acting<Options extends { readonly data?: string }>(
  command: Command,
  surroundings: Surroundings,
  finish: Finish,
  action: Action<Options>,
): Command {
  return command.action(async () => {
    const options = command.opts<Options>();
    const variables = { ...surroundings.environment };
    if (options.data !== undefined) variables['DATA_DIR'] = options.data;
    const run = {
      ...surroundings,
      config: configOf(variables),
      isDirectoryNamed: (variables['DATA_DIR'] ?? '') !== '',
    };
    finish(await action(run, options, command.args));
  });
}

function configOf(variables: Surroundings['environment']): Config {
  try {
    return parseConfig(variables);
  } catch (error) {
    throw error instanceof ConfigFault ? usage(error.message) : error;
  }
}
