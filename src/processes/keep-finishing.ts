import type { Processes } from './processes.ts';

/**
 * Carries on what is open at once, and again whenever so much time has passed since: a process that stopped because the
 * journal could not be reached, or because the one that carried it died, goes on without being asked. Answers how to stop,
 * which waits for the one that is under way.
 */
export function keepFinishing(
  finishOpen: Processes['finishOpen'],
  milliseconds: number,
  onFailure: (error: unknown) => void,
): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const again = async (): Promise<void> => {
    await finishOpen(() => isStopped).catch(onFailure);
    if (isStopped) return;
    timer = setTimeout(() => {
      underWay = again();
    }, milliseconds);
    // Nobody has to stay for it.
    timer.unref();
  };
  let underWay = again();
  return async () => {
    isStopped = true;
    clearTimeout(timer);
    await underWay;
  };
}
