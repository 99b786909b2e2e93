import type { Journal } from '#journal/journal.ts';
import { passedOn } from '../journal/passed-on.ts';

/** A way to a journal that others write too, on which appends stand still while it is frozen and are carried out all the same. */
export interface FrozenStore {
  readonly journal: Journal;
  readonly freeze: () => void;
  readonly thaw: () => void;
  /** Resolves when an append stands still in it: its writer has looked at the ledger for the last time. */
  readonly reached: () => Promise<void>;
}

export function frozenStoreBefore(journal: Journal): FrozenStore {
  let gate = Promise.withResolvers<void>();
  let arrival = Promise.withResolvers<void>();
  gate.resolve();
  return {
    journal: {
      ...passedOn(journal),
      isShared: true,
      append: async (request) => {
        arrival.resolve();
        await gate.promise;
        return journal.append({ ...request, confirm: undefined });
      },
    },
    freeze: () => {
      gate = Promise.withResolvers<void>();
      arrival = Promise.withResolvers<void>();
    },
    thaw: () => gate.resolve(),
    reached: () => arrival.promise,
  };
}
