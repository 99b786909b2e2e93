import type { Papers } from './papers.ts';

/** Of an account that was never opened. */
export function newPapers(accountId: string): Papers {
  return {
    accountId,
    currency: '',
    openedOn: undefined,
    reopenedOn: undefined,
    closedOn: undefined,
    charges: new Map(),
    items: new Map(),
    sources: new Map(),
    credits: new Map(),
    pending: new Map(),
    allocations: [],
    adjustments: new Map(),
    waivers: new Map(),
    writeOffs: new Map(),
    recoveries: new Map(),
    recovered: [],
    refunds: new Map(),
    refunded: [],
    charged: [],
    writtenOff: [],
    transfers: new Set(),
    holds: new Map(),
    disputes: new Map(),
    promises: new Map(),
    plans: new Map(),
    fees: new Map(),
    general: new Map(),
    base: undefined,
    cash: [],
    revision: -1,
    order: 0,
  };
}
