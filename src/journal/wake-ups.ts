/** Those who wait for something new; one call wakes them all. */
export class WakeUps {
  #waiting = new Set<() => void>();

  /** Resolves at the next `wake`, when the signal is aborted, or after `milliseconds` if given. */
  wait(signal: AbortSignal, milliseconds?: number): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        this.#waiting.delete(done);
        signal.removeEventListener('abort', done);
        clearTimeout(timer);
        resolve();
      };
      const timer = milliseconds === undefined ? undefined : setTimeout(done, milliseconds);
      this.#waiting.add(done);
      signal.addEventListener('abort', done, { once: true });
    });
  }

  wake(): void {
    for (const done of this.#waiting) done();
  }
}
