/** Faults of one kind of call: each strikes the next calls, or every call until it is lifted. */
export class FaultSwitch<Fault> {
  #next: Planned<Fault>[] = [];
  #always: Planned<Fault> | undefined;
  readonly #listeners = new Set<() => void>();
  #struck = 0;

  /** The next `times` calls meet this fault; `on` says which, by how the name of their stream begins. */
  next(fault: Fault, { times = 1, on = '' }: { readonly times?: number; readonly on?: string } = {}): void {
    for (let time = 0; time < times; time += 1) this.#next.push({ fault, on });
    this.#announce();
  }

  /** Every call meets this fault, until it is lifted. */
  always(fault: Fault, { on = '' }: { readonly on?: string } = {}): void {
    this.#always = { fault, on };
    this.#announce();
  }

  lift(): void {
    this.#next = [];
    this.#always = undefined;
  }

  /** How often a fault has struck: a fault that never did proves nothing. */
  get struck(): number {
    return this.#struck;
  }

  /** The fault that a call on this stream has to meet. */
  take(stream = ''): Fault | undefined {
    const index = this.#next.findIndex(({ on }) => stream.startsWith(on));
    const planned = index >= 0 ? this.#next.splice(index, 1)[0] : this.#always;
    if (planned === undefined || !stream.startsWith(planned.on)) return undefined;
    this.#struck += 1;
    return planned.fault;
  }

  /** Calls whenever a fault was switched on; answers how to stop that. */
  onSwitched(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #announce(): void {
    for (const listener of this.#listeners) listener();
  }
}

interface Planned<Fault> {
  readonly fault: Fault;
  readonly on: string;
}
