import type { CalendarDate } from '#money/calendar-date.ts';
import { fromMinorText, negate } from '#money/money.ts';
import { itemKey } from '../account.ts';
import type { Moved, TransferFact } from '../transfers/transfer-events.ts';
import {
  type BaseBook,
  baseIn,
  sourceKey,
  withBaseTurnover,
  withItemMoved,
  withNewItem,
  withNewSource,
  withSourceMoved,
} from './base-book.ts';
import { carry } from './carried.ts';

/** What goes to another account leaves with its base, arrives with it, and comes back with it: no gain, no loss. */
export function transferredInBase(book: BaseBook, fact: TransferFact): BaseBook {
  switch (fact.type) {
    case 'BalanceTransferredOut':
      return moved(book, fact.data, fact.effectiveDate, false);
    case 'BalanceTransferredIn':
      return fact.data.returns === undefined
        ? begun(book, fact.data, fact.effectiveDate)
        : moved(book, fact.data, fact.effectiveDate, true);
    case 'BalanceTransferReturned':
      return moved(book, fact.data, fact.effectiveDate, true);
    default:
      return book;
  }
}

interface Part {
  readonly amount: string;
  readonly base?: string | undefined;
}

function moved(book: BaseBook, { what, currency, amount, baseAmount }: Moved, date: CalendarDate, isBack: boolean) {
  const changeOf = (part: Part) => {
    const [face, base] = [fromMinorText(part.amount, currency), baseIn(book, part.base)];
    return isBack ? { date, amount: face, base } : { date, amount: negate(face), base: negate(base) };
  };
  if (what.kind !== 'CHARGE') return withSourceMoved(book, sourceKey(what), changeOf({ amount, base: baseAmount }));
  return what.items.reduce(
    (next, item) => withItemMoved(next, itemKey(what.chargeId, item.item), changeOf(item)),
    book,
  );
}

function begun(book: BaseBook, { what, currency, amount, baseAmount }: Moved, date: CalendarDate): BaseBook {
  const carriedOf = (part: Part) => carry(fromMinorText(part.amount, currency), baseIn(book, part.base));
  const base = baseIn(book, baseAmount);
  if (what.kind !== 'CHARGE')
    return withNewSource(book, sourceKey(what), carriedOf({ amount, base: baseAmount }), date);
  const opened = what.items.reduce(
    (next, item) => withNewItem(next, itemKey(what.chargeId, item.item), carriedOf(item), date),
    book,
  );
  return withBaseTurnover(opened, base);
}
