import { itemGains, itemLoses, postBase, rated, sourceGains, sourceLoses } from './base.ts';
import type { At } from './dated.ts';
import { type ItemPaper, type Papers, type SourcePaper, unappliedAccounts } from './papers.ts';
import type { TransitPaper } from './transit-papers.ts';

/** What goes to another account takes along what it is carried at, arrives with it and comes back with it: no gain, no loss. */

/** What the parts of an item, or of money, take along; undefined in the currency of the ledger. */
export function itemLeavesInBase({ base }: Papers, item: ItemPaper, cents: bigint, at: At): bigint | undefined {
  if (base === undefined) return undefined;
  const part = itemLoses(base, item, { ...at, cents });
  postBase(base, at, 'TransferClearing', part);
  return part;
}

export function sourceLeavesInBase({ base }: Papers, source: SourcePaper, cents: bigint, at: At): bigint | undefined {
  if (base === undefined) return undefined;
  const part = sourceLoses(base, source, { ...at, cents });
  postBase(base, at, 'TransferClearing', -part);
  return part;
}

/** New here, with the items in the order in which they had left. */
export function arrivedInBase({ base }: Papers, transit: TransitPaper, to: ArrivedAs, at: At): void {
  if (base === undefined) return;
  if ('source' in to) {
    const worth = worthOf(transit);
    base.sources.set(to.source, rated(transit.cents, worth));
    postBase(base, at, unappliedAccounts[to.source.kind], -worth);
    postBase(base, at, 'TransferClearing', worth);
    return;
  }
  for (const [index, item] of to.items.entries()) {
    const worth = transit.parts[index]?.base ?? 0n;
    base.items.set(item, rated(item.posted, worth));
    postBase(base, at, 'AccountsReceivable', worth);
    postBase(base, at, 'TransferClearing', -worth);
  }
}

type ArrivedAs = { readonly source: SourcePaper } | { readonly items: readonly ItemPaper[] };

/** Again where it had left. */
export function backInBase(papers: Papers, transit: TransitPaper, to: ArrivedAs, at: At): void {
  const { base } = papers;
  if (base === undefined) return;
  if ('source' in to) {
    sourceGains(base, to.source, { ...at, cents: transit.cents }, worthOf(transit));
    postBase(base, at, 'TransferClearing', worthOf(transit));
    return;
  }
  for (const [index, item] of to.items.entries()) {
    const { cents = 0n, base: worth = 0n } = transit.parts[index] ?? {};
    itemGains(base, item, { ...at, cents }, worth);
    postBase(base, at, 'TransferClearing', -worth);
  }
}

function worthOf({ base }: TransitPaper): bigint {
  if (base === undefined) throw new Error('the auditor itself has something on its way without a base value');
  return base;
}
