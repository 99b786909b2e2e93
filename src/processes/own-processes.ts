import type { CommandDesk, HandleCommand } from '#app/handle-command.ts';
import type { ReadModels } from '#read-models/read-models.ts';
import { createLateFeeRuns } from './late-fee-run.ts';
import { createPeriodClosing } from './period-closing.ts';
import { createProcesses, type Processes } from './processes.ts';

/** Everything that a ledger does by itself once a command has begun it. */
export interface OwnProcesses extends Processes {
  /** Carries on what somebody has left and the ledger's own stream knows of. */
  readonly resume: () => void;
  /** Ends what is under way, and begins nothing more. */
  readonly stop: () => Promise<void>;
}

export function createOwnProcesses(desk: CommandDesk, readModels: ReadModels): OwnProcesses {
  const inTransit: ReadModels['inTransit'] = (limit) => readModels.inTransit(limit);
  const betweenStreams = createProcesses({ handle: desk.handleCommand, inTransit, entryAt: desk.entryAt });
  const closing = createPeriodClosing({ ...desk, handleCommand: betweenStreams.handleCommand }, readModels);
  const feeRuns = createLateFeeRuns(desk, readModels);
  const handleCommand: HandleCommand = (name, ...sent) =>
    name === 'RunLateFees' ? feeRuns.handleCommand(name, ...sent) : closing.handleCommand(name, ...sent);
  return {
    handleCommand,
    finishOpen: betweenStreams.finishOpen,
    resume: () => {
      void closing.resume();
      void feeRuns.resume();
    },
    stop: async () => void (await Promise.all([closing.stop(), feeRuns.stop()])),
  };
}
