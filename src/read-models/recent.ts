/**
 * What was used lately, bounded: two generations, of which the older is forgotten when the younger is full. Keeps at least
 * `size` values and at most twice as many, and costs one map look-up where a list by age would cost three.
 */
export class Recent<Key, Value> {
  readonly #size: number;
  readonly #onReturn: (value: Value) => void;
  #young = new Map<Key, Value>();
  #old = new Map<Key, Value>();

  /** `onReturn` is told of a value of the older generation that is used again. */
  constructor(size: number, onReturn: (value: Value) => void = () => undefined) {
    this.#size = size;
    this.#onReturn = onReturn;
  }

  get(key: Key): Value | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old === undefined) return undefined;
    this.#onReturn(old);
    this.#young.set(key, old);
    return old;
  }

  set(key: Key, value: Value): void {
    this.#young.set(key, value);
  }

  get isFull(): boolean {
    return this.#young.size >= this.#size;
  }

  forgetOld(): void {
    this.#old = this.#young;
    this.#young = new Map();
  }

  clear(): void {
    this.#young.clear();
    this.#old.clear();
  }
}
