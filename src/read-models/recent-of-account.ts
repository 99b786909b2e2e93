import { Recent } from './recent.ts';

/**
 * Items, or payments, used lately, by account and then by their own key: what is used together is kept together, and
 * forgotten together. Bounded by their number, however few accounts they belong to.
 */
export class RecentOfAccount<Value> {
  readonly #size: number;
  readonly #accounts: Recent<number, Map<string, Value>>;
  #count = 0;

  constructor(size: number) {
    this.#size = size;
    // A busy account would otherwise keep everything it ever had.
    this.#accounts = new Recent(size, (values) => values.clear());
  }

  get(accountId: number, key: string): Value | undefined {
    return this.#accounts.get(accountId)?.get(key);
  }

  set(accountId: number, key: string, value: Value): void {
    let values = this.#accounts.get(accountId);
    if (values === undefined) {
      values = new Map();
      this.#accounts.set(accountId, values);
    }
    values.set(key, value);
    this.#count += 1;
  }

  get isFull(): boolean {
    return this.#count >= this.#size;
  }

  forgetOld(): void {
    this.#count = 0;
    this.#accounts.forgetOld();
  }

  clear(): void {
    this.#count = 0;
    this.#accounts.clear();
  }
}
