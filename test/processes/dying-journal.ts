import type { Journal } from '#journal/journal.ts';
import { passedOn } from '../journal/passed-on.ts';

/** The process is gone: nobody hears what becomes of anything. */
class Died extends Error {
  override readonly name = 'Died';
}

/** When the process dies: at its n-th append (0 is the first), before it is carried out or right after. */
export interface Death {
  readonly nth: number;
  readonly when: 'BEFORE' | 'AFTER';
}

interface Dying {
  readonly death?: Death | undefined;
  /** What somebody else does before the n-th append is carried out. */
  readonly meanwhile?: { readonly nth: number; readonly work: () => Promise<void> } | undefined;
}

/** The way of one process to a journal that outlives it. */
export function dyingJournal(journal: Journal, { death, meanwhile }: Dying): Journal {
  let seen = 0;
  let isDead = false;
  const alive = (): void => {
    if (isDead) throw new Died('the process is gone');
  };
  return {
    ...passedOn(journal),
    append: async (request) => {
      alive();
      const number = seen;
      seen += 1;
      if (number === meanwhile?.nth) await meanwhile.work();
      if (number !== death?.nth) return journal.append(request);
      isDead = true;
      if (death.when === 'AFTER') await journal.append(request);
      throw new Died('the process is gone');
    },
    readStream: async (stream, from, limit) => {
      alive();
      return journal.readStream(stream, from, limit);
    },
    findCommand: async (commandId) => {
      alive();
      return journal.findCommand(commandId);
    },
  };
}
