import type { HandleAnyCommand, HandleCommand } from '#app/handle-command.ts';
import { createProcesses } from '#processes/processes.ts';

/** The way for commands of books whose processes end as they are begun: nothing is ever found open. */
export function withProcesses(handle: HandleAnyCommand): HandleCommand {
  return createProcesses({ handle, inTransit: async () => [], entryAt: async () => undefined }).handleCommand;
}
