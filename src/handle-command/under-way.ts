/** The commands that are under way, and how to wait for those of a moment. */
export interface UnderWay {
  readonly count: () => number;
  readonly run: <Value>(work: () => Promise<Value>) => Promise<Value>;
  /** Resolves once everything that is under way now has been answered, however it ends. */
  readonly settled: () => Promise<void>;
}

export function createUnderWay(): UnderWay {
  const running = new Set<Promise<unknown>>();
  return {
    count: () => running.size,
    run: async (work) => {
      const answer = work();
      running.add(answer);
      try {
        return await answer;
      } finally {
        running.delete(answer);
      }
    },
    settled: async () => {
      await Promise.allSettled(running);
    },
  };
}
