import { type Account, type Item, itemAt } from '../account.ts';

/** The item, and those whose amount plans have moved into it, the newest first: another due date does not make it another debt. */
export function lineageOf(account: Account, itemKey: string): readonly Item[] {
  const item = itemAt(account, itemKey);
  return item.redatedFrom === undefined ? [item] : [item, ...lineageOf(account, item.redatedFrom)];
}

/** Whether an item is this one, or plans have made it of this one. */
export function isRedatedFrom(account: Account, itemKey: string, ancestorKey: string): boolean {
  return lineageOf(account, itemKey).some(({ key }) => key === ancestorKey);
}
