/** Chains of appends by number, because an object does not cross over to another thread as itself. 0 is no chain. */
export class ChainNumbers {
  readonly #numbers = new WeakMap<object, number>();
  #last = 0;

  numberOf(chain: object | undefined): number {
    if (chain === undefined) return 0;
    const known = this.#numbers.get(chain);
    if (known !== undefined) return known;
    this.#last += 1;
    this.#numbers.set(chain, this.#last);
    return this.#last;
  }
}

/** Appends behind a failed one are on their way already, and there are never as many as this. */
const mostFailed = 20_000;

/** The chains of which an append has failed; the oldest are forgotten. */
export class FailedChains {
  readonly #failed = new Set<number>();

  has(chain: number): boolean {
    return this.#failed.has(chain);
  }

  add(chain: number): void {
    if (chain === 0) return;
    this.#failed.add(chain);
    if (this.#failed.size <= mostFailed) return;
    const [oldest = 0] = this.#failed;
    this.#failed.delete(oldest);
  }
}
