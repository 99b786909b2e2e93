/** A stream as the writer knows it. */
export interface StreamHead {
  readonly number: number;
  /** Of its last entry. */
  readonly revision: number;
}

/**
 * The streams that were written lately, so that most appends need no look-up. Two generations: when the young one is
 * full the old one is forgotten, which bounds the memory and costs nothing on a hit.
 */
export class StreamHeads {
  readonly #capacity: number;
  #young = new Map<string, StreamHead>();
  #old = new Map<string, StreamHead>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get(name: string): StreamHead | undefined {
    return this.#young.get(name) ?? this.#old.get(name);
  }

  set(name: string, head: StreamHead): void {
    if (this.#young.size >= this.#capacity) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(name, head);
  }

  clear(): void {
    this.#young.clear();
    this.#old.clear();
  }
}
