import type { MinorText } from '#money/money.ts';
import type { EventData } from '../events.ts';
import { credit, creditItem, debit, debitItem } from '../posting-lines.ts';
import type { PostingLine } from '../posting-rules.ts';

/** An allocation, or what is taken back of one: its item, and both sides of it in base. */
interface Settlement {
  readonly chargeId: string;
  readonly item: number;
  readonly baseSettled?: MinorText | undefined;
  readonly baseUsed?: MinorText | undefined;
}

/**
 * The realised gain of a settlement, in base only: what the money was worth beyond the part of the item that it settled. A
 * loss is the mirror, and so is the taking back.
 */
export function gainLines(line: Settlement): readonly PostingLine[] {
  return realised(line, gainOf(line));
}

export function gainTakenBack(line: Settlement): readonly PostingLine[] {
  return realised(line, -gainOf(line));
}

function gainOf({ baseSettled = '0', baseUsed = '0' }: Settlement): bigint {
  return BigInt(baseUsed) - BigInt(baseSettled);
}

function realised(line: Settlement, gain: bigint): readonly PostingLine[] {
  if (gain === 0n) return [];
  return gain > 0n
    ? [debitItem(line, '0', String(gain)), credit('FxRealized', '0', String(gain))]
    : [debit('FxRealized', '0', String(-gain)), creditItem(line, '0', String(-gain))];
}

/** In base only, and of no item: what is open is worth more, or less, than it is carried at. */
export function revaluedLines({ baseChange }: EventData<'ReceivablesRevalued'>): readonly PostingLine[] {
  if (baseChange === '0') return [];
  const isDown = baseChange.startsWith('-');
  const base = isDown ? baseChange.slice(1) : baseChange;
  return isDown
    ? [debit('FxUnrealized', '0', base), credit('FxUnrealizedAR', '0', base)]
    : [debit('FxUnrealizedAR', '0', base), credit('FxUnrealized', '0', base)];
}

/** The base of all parts together; undefined where they have none. */
export function baseOfAll(parts: readonly { readonly base?: MinorText | undefined }[]): MinorText | undefined {
  let total = 0n;
  for (const { base } of parts) {
    if (base === undefined) return undefined;
    total += BigInt(base);
  }
  return String(total);
}

/** What is left of a base value without a part of it. */
export function baseWithout(base: MinorText | undefined, part: MinorText | undefined): MinorText | undefined {
  return base === undefined ? undefined : String(BigInt(base) - BigInt(part ?? '0'));
}
