import type { CommandOutcome, HandleAnyCommand, Recorded, RecordedFact } from '#app/handle-command.ts';
import type { CommandContext } from '#handle-command/entries.ts';
import { recordedStep, stepId } from '#handle-command/process-steps.ts';
import type { FactOf } from '#ledger/events.ts';
import { type Rejection, reject } from '#ledger/rejections.ts';
import { transitOf } from '#ledger/transfers/transfer-postings.ts';

/** What has left an account, as its entry says it. */
type Left = FactOf<'BalanceTransferredOut'> & { readonly id: string };

/** How it ended. */
interface Ending {
  readonly refusedAs: string | undefined;
  readonly arrival: Recorded;
  readonly last: Recorded;
}

/**
 * TransferBalance over two streams. What can be known beforehand is asked of both accounts before anything is recorded;
 * from the first entry on the process goes to one of two ends, whoever carries it there (decisions/0017).
 */
export async function transferBalance(
  handle: HandleAnyCommand,
  input: object,
  context: CommandContext,
): Promise<CommandOutcome> {
  const tried = await handle('TransferBalance', { ...input, dryRun: true }, context);
  if (tried.outcome === 'REJECTED') return tried;
  if (!tried.replayed) {
    const step = { ...arrivalOf(leftIn(tried.facts)), dryRun: true };
    const arrival = await handle('ReceiveTransfer', step, context);
    if (arrival.outcome === 'REJECTED') return ofOtherAccount(arrival);
  }
  const outcome = await handle('TransferBalance', input, context);
  if (outcome.outcome === 'REJECTED' || outcome.dryRun) return outcome;
  return answerFor(outcome, await finishTransfer(handle, leftIn(outcome.facts), context));
}

/** With what followed, on both accounts. */
function answerFor(left: Recorded, ending: Ending | undefined): CommandOutcome {
  if (ending === undefined) return left;
  const { refusedAs, arrival, last } = ending;
  if (refusedAs !== undefined) return reject('TRANSFER_RETURNED', { refusedAs }, 'toAccountId');
  const { revision, token, account } = last;
  return { ...left, revision, token, account, facts: [...left.facts, ...arrival.facts, ...last.facts] };
}

/**
 * Takes what has left to where it belongs; or, refused there for good, back. Safe to repeat from any point, by anybody.
 * Undefined where a step could not be carried out now.
 */
export async function finishTransfer(
  handle: HandleAnyCommand,
  left: Left,
  context: CommandContext,
): Promise<Ending | undefined> {
  const because = { ...context, causationId: left.id };
  const arrival = await recordedStep(handle('ReceiveTransfer', arrivalOf(left), because));
  if (arrival === undefined) return undefined;
  const refusedAs = refusalIn(arrival.facts);
  const last =
    refusedAs === undefined
      ? await recordedStep(handle('CompleteTransfer', completionOf(left), because))
      : await recordedStep(handle('ReturnTransfer', returnOf(left), because));
  return last && { refusedAs, arrival, last };
}

function leftIn(facts: readonly RecordedFact[]): Left {
  const left = facts.find((fact) => fact.type === 'BalanceTransferredOut');
  if (left === undefined) throw new Error('a transfer records what has left');
  return left;
}

function refusalIn(facts: readonly RecordedFact[]): string | undefined {
  return facts.find((fact) => fact.type === 'BalanceTransferRefused')?.data.code;
}

function arrivalOf({ data, effectiveDate, reasonCode }: Left) {
  return {
    commandId: stepId(transitOf(data), 'receive'),
    accountId: data.toAccountId,
    effectiveDate,
    reasonCode,
    moved: data,
  };
}

function completionOf({ data, effectiveDate }: Left) {
  const { transferId, fromAccountId: accountId } = data;
  return { commandId: stepId(transitOf(data), 'complete'), accountId, effectiveDate, transferId };
}

function returnOf({ data, effectiveDate, reasonCode }: Left) {
  const { fromAccountId: accountId } = data;
  return { commandId: stepId(transitOf(data), 'return'), accountId, effectiveDate, reasonCode, moved: data };
}

/** What the caller named as the other account is, to that account, its own. */
function ofOtherAccount(no: Rejection): Rejection {
  return { ...no, inputPath: no.inputPath === 'accountId' ? 'toAccountId' : no.inputPath };
}
