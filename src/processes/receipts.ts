import type { CommandOutcome, HandleAnyCommand, Recorded, RecordedFact } from '#app/handle-command.ts';
import type { CommandContext } from '#handle-command/entries.ts';
import { answered, recordedStep, stepId } from '#handle-command/process-steps.ts';
import type { EventData, EventType, FactOf } from '#ledger/events.ts';
import { partTransit } from '#ledger/receipts/receipt.ts';
import { type Rejection, reject } from '#ledger/rejections.ts';

/**
 * What a receipt does over several streams (decisions/0020): its parts go to their accounts, come back from them, or are
 * reversed there. What can be known beforehand is asked of every account before anything is recorded; from the first entry on
 * each part goes to one of its ends, whoever carries it there.
 */
type Begun<Type extends EventType> = FactOf<Type> & { readonly id: string };

/** Parts that are carried at the same time. */
const atOnce = 16;

/** How it ended for a part. */
interface Ending {
  readonly part: number;
  readonly refusedAs: string | undefined;
  readonly arrival: Recorded;
  readonly last: Recorded;
}

export async function identifyReceipt(
  handle: HandleAnyCommand,
  input: object,
  context: CommandContext,
): Promise<CommandOutcome> {
  const tried = await handle('IdentifyReceipt', { ...input, dryRun: true }, context);
  if (tried.outcome === 'REJECTED') return tried;
  if (!tried.replayed) {
    for (const [index, part] of factsOf('ReceiptIdentified', tried).entries()) {
      const arrival = await handle('ReceiveReceiptPart', asked(arrivalOf(part)), context);
      if (arrival.outcome === 'REJECTED') return ofPart(arrival, index);
    }
  }
  const outcome = await handle('IdentifyReceipt', input, context);
  if (outcome.outcome === 'REJECTED' || outcome.dryRun) return outcome;
  const parts = factsOf('ReceiptIdentified', outcome);
  return answerFor(outcome, await eachOf(parts, (part) => finishIdentified(handle, part, context)));
}

/** With what followed, on the accounts and on the receipt. */
function answerFor(identified: Recorded, endings: readonly (Ending | undefined)[]): CommandOutcome {
  const ended = endings.filter((ending) => ending !== undefined);
  const returned = ended.filter(({ refusedAs }) => refusedAs !== undefined);
  const [first] = returned;
  if (first !== undefined) {
    const counts = { returned: returned.length, arrived: ended.length - returned.length };
    return reject('RECEIPT_PARTS_RETURNED', { ...counts, part: first.part, refusedAs: first.refusedAs }, 'parts');
  }
  const facts = ended.flatMap(({ arrival, last }) => [...arrival.facts, ...last.facts]);
  return withMore(identified, facts, lastOf(ended.map(({ last }) => last)));
}

/** Takes a part to its account; or, refused there for good, back. Undefined where a step could not be carried out now. */
export async function finishIdentified(
  handle: HandleAnyCommand,
  identified: Begun<'ReceiptIdentified'>,
  context: CommandContext,
): Promise<Ending | undefined> {
  const because = { ...context, causationId: identified.id };
  const arrival = await recordedStep(handle('ReceiveReceiptPart', arrivalOf(identified), because));
  if (arrival === undefined) return undefined;
  const refusedAs = factsOf('ReceiptPartRefused', arrival)[0]?.data.code;
  const last =
    refusedAs === undefined
      ? await recordedStep(handle('ConfirmReceiptPart', confirmationOf(identified), because))
      : await recordedStep(handle('TakeBackReceiptPart', refusalOf(identified), because));
  return last && { part: identified.data.part, refusedAs, arrival, last };
}

export async function unidentifyReceipt(
  handle: HandleAnyCommand,
  input: object,
  context: CommandContext,
): Promise<CommandOutcome> {
  const outcome = await handle('UnidentifyReceipt', input, context);
  if (outcome.outcome === 'REJECTED' || outcome.dryRun) return outcome;
  const [gone] = factsOf('PaymentUnidentified', outcome);
  if (gone === undefined) throw new Error('a payment is unidentified and has not left');
  const last = await finishUnidentified(handle, gone, context);
  return last === undefined ? outcome : { ...withMore(outcome, last.facts, last), revision: outcome.revision };
}

/** Takes what has left an account back to its receipt, which never refuses it. */
export async function finishUnidentified(
  handle: HandleAnyCommand,
  gone: Begun<'PaymentUnidentified'>,
  context: CommandContext,
): Promise<Recorded | undefined> {
  const { id: causationId, effectiveDate, reasonCode, data: moved } = gone;
  const commandId = stepId(partTransit(moved, 'back'), 'return');
  const step = { commandId, receiptId: moved.receiptId, effectiveDate, reasonCode, moved };
  return recordedStep(handle('TakeBackReceiptPart', step, { ...context, causationId }));
}

export async function reverseReceipt(
  handle: HandleAnyCommand,
  input: object,
  context: CommandContext,
): Promise<CommandOutcome> {
  const tried = await handle('ReverseReceipt', { ...input, dryRun: true }, context);
  if (tried.outcome === 'REJECTED') return tried;
  const no = tried.replayed ? undefined : await refusedReversal(handle, reversedIn(tried), context);
  if (no !== undefined) return no;
  const outcome = await handle('ReverseReceipt', input, context);
  if (outcome.outcome === 'REJECTED' || outcome.dryRun) return outcome;
  const ending = await finishReversed(handle, reversedIn(outcome), context);
  return withMore(outcome, ending.facts, ending.last);
}

/** The first refusal of an account that has a part, which is named: a receipt may have hundreds. */
async function refusedReversal(
  handle: HandleAnyCommand,
  begun: FactOf<'ReceiptReversed'>,
  context: CommandContext,
): Promise<Rejection | undefined> {
  for (const part of begun.data.parts) {
    const reversal = await handle('ReverseReceiptPart', asked(reversalOf(begun, part)), context);
    if (reversal.outcome === 'RECORDED' || isOver(reversal)) continue;
    return { ...reversal, figures: { ...reversal.figures, accountId: part.accountId }, inputPath: 'receiptId' };
  }
  return undefined;
}

function reversedIn(outcome: Recorded): Begun<'ReceiptReversed'> {
  const [begun] = factsOf('ReceiptReversed', outcome);
  if (begun === undefined) throw new Error('a receipt is reversed and nothing says so');
  return begun;
}

/**
 * Reverses every payment that a part became. One of which something has gone to another account meanwhile waits until that is
 * back: the bank has taken the money, so there is no way to undo this, and the reversal stays open until then.
 */
export async function finishReversed(
  handle: HandleAnyCommand,
  begun: Begun<'ReceiptReversed'>,
  context: CommandContext,
): Promise<{ readonly facts: readonly RecordedFact[]; readonly last: Recorded | undefined }> {
  const because = { ...context, causationId: begun.id };
  const { receiptId, parts } = begun.data;
  const reversals = await eachOf(parts, (part) =>
    answered(handle('ReverseReceiptPart', reversalOf(begun, part), because)),
  );
  const facts = reversals.flatMap((reversal) => (reversal?.outcome === 'RECORDED' ? reversal.facts : []));
  if (!reversals.every((reversal) => reversal !== undefined && isOver(reversal))) return { facts, last: undefined };
  const commandId = stepId(`receipt-${receiptId}/reversal`, 'end');
  const end = { commandId, receiptId, effectiveDate: begun.effectiveDate };
  const last = await recordedStep(handle('EndReceiptReversal', end, because));
  return { facts: [...facts, ...(last?.facts ?? [])], last };
}

/** The payment is reversed, by this step or by another: nothing of the receipt is left there. */
function isOver(outcome: CommandOutcome): boolean {
  return outcome.outcome === 'RECORDED' || outcome.code === 'ALREADY_REVERSED';
}

function factsOf<Type extends EventType>(
  type: Type,
  { facts }: Recorded,
): readonly Extract<RecordedFact, FactOf<Type>>[] {
  return facts.filter((fact): fact is Extract<RecordedFact, FactOf<Type>> => fact.type === type);
}

function withMore(outcome: Recorded, facts: readonly RecordedFact[], last: Recorded | undefined): Recorded {
  const { revision, token } = last ?? outcome;
  return { ...outcome, revision, token, facts: [...outcome.facts, ...facts] };
}

/** All of them stand in the stream of the receipt. */
function lastOf(steps: readonly Recorded[]): Recorded | undefined {
  return steps.toSorted((a, b) => a.revision - b.revision).at(-1);
}

async function eachOf<Part, Result>(parts: readonly Part[], work: (part: Part) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (let from = 0; from < parts.length; from += atOnce) {
    results.push(...(await Promise.all(parts.slice(from, from + atOnce).map(work))));
  }
  return results;
}

/**
 * Whether an account would take a step. Under an id that nothing is ever recorded with: somebody else may have recorded the
 * step of that name since the receipt was looked at, a part of this number of his own.
 */
function asked<Step extends { readonly commandId: string }>(step: Step) {
  return { ...step, commandId: stepId(step.commandId, 'ask'), dryRun: true };
}

function arrivalOf({ data: identified, effectiveDate }: FactOf<'ReceiptIdentified'>) {
  const commandId = stepId(partTransit(identified, 'there'), 'receive');
  return { commandId, accountId: identified.accountId, effectiveDate, identified };
}

function confirmationOf({ data, effectiveDate }: FactOf<'ReceiptIdentified'>) {
  const { receiptId, part } = data;
  return { commandId: stepId(partTransit(data, 'there'), 'confirm'), receiptId, effectiveDate, part };
}

function refusalOf({ data, effectiveDate }: FactOf<'ReceiptIdentified'>) {
  const { receiptId, part, accountId, paymentId, currency, amount, baseAmount } = data;
  const moved = { receiptId, part, accountId, paymentId, currency, amount, baseAmount };
  return { commandId: stepId(partTransit(data, 'there'), 'return'), receiptId, effectiveDate, moved, isRefused: true };
}

function reversalOf(
  { data: { receiptId }, effectiveDate, reasonCode }: FactOf<'ReceiptReversed'>,
  { part, accountId, paymentId }: EventData<'ReceiptReversed'>['parts'][number],
) {
  const commandId = stepId(partTransit({ receiptId, part }, 'there'), 'reverse');
  return { commandId, accountId, effectiveDate, reasonCode, paymentId };
}

/** What an account says of its part is said at the place of that part; what is of the whole command stays there. */
function ofPart(no: Rejection, index: number): Rejection {
  if (no.inputPath === 'currency') return no;
  return { ...no, inputPath: no.inputPath === undefined ? `parts.${index}` : `parts.${index}.${no.inputPath}` };
}
