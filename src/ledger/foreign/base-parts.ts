import { allocate } from '#money/allocate.ts';
import {
  absolute,
  fromMinorText,
  isZero,
  type MinorText,
  type Money,
  subtract,
  toMinorText,
  zero,
} from '#money/money.ts';

interface Taxed {
  readonly currency: string;
  readonly amount: MinorText;
  readonly taxAmount?: MinorText | undefined;
}

/** The part of a base value that belongs to the tax inside an amount; undefined where there is none. */
export function taxOfBase(base: Money, { currency, amount, taxAmount }: Taxed): MinorText | undefined {
  if (taxAmount === undefined || taxAmount === '0') return undefined;
  const tax = absolute(fromMinorText(taxAmount, currency));
  const net = subtract(absolute(fromMinorText(amount, currency)), tax);
  const [, ofTax] = allocate(base, [net, tax]);
  return toMinorText(ofTax ?? zero(base.currency));
}

interface Charged {
  readonly currency: string;
  readonly amount: MinorText;
  readonly items: readonly { readonly amount: MinorText }[];
}

/** The base value of a charge, by the items of which it is made: no minor unit is lost. */
export function splitOverItems(base: Money, { currency, amount, items }: Charged): readonly Money[] {
  if (isZero(fromMinorText(amount, currency))) return items.map(() => zero(base.currency));
  return allocate(
    base,
    items.map((item) => fromMinorText(item.amount, currency)),
  );
}
