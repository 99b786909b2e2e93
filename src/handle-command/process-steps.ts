import type { CommandOutcome, Recorded } from '#app/handle-command.ts';
import { nameBasedId } from '#journal/entry-id.ts';
import { OutcomeUnknown } from '#journal/journal.ts';

/** The namespace of step ids (RFC 9562, name-based). WARNING: fixed for ever; whoever repeats a step has to make the same id. */
const stepNamespace = Buffer.from('0b9f2a4e6c1d58f3a7e4915c3d2b6f80', 'hex');

/**
 * The command id of a step of a process. Made of what the process is about and of nothing else, it is the same whoever
 * sends the step and however often: in the books it stands once.
 */
export function stepId(key: string, step: string): string {
  return nameBasedId(stepNamespace, `${key}/${step}`);
}

/**
 * What a step has recorded, now or before. Undefined: not now, or nobody can tell; whoever sends it again later finds out.
 * A step that is refused for any other reason is a bug: its command had looked first.
 */
export async function recordedStep(sent: Promise<CommandOutcome>): Promise<Recorded | undefined> {
  const outcome = await answered(sent);
  if (outcome?.outcome !== 'REJECTED') return outcome;
  if (outcome.retryable) return undefined;
  throw new Error(`a step of a process is refused as ${outcome.code}`);
}

/** Undefined where nobody can tell whether it was recorded. */
export async function answered(sent: Promise<CommandOutcome>): Promise<CommandOutcome | undefined> {
  return sent.catch((error: unknown) => {
    if (!(error instanceof OutcomeUnknown)) throw error;
    return undefined;
  });
}
