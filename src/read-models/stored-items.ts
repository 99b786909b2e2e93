import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { columnsOf, inColumns } from '#journal/row-columns.ts';
import { chargeCategories } from '#ledger/charge-kinds.ts';
import type { Party } from '#ledger/parties.ts';
import type { OpenItem } from '#projections/open-items.ts';
import { dateOfDay, dayOf } from './days.ts';
import type { Names } from './names.ts';
import { RecentOfAccount } from './recent-of-account.ts';
import { RowBuffer } from './row-buffer.ts';
import { bigintIn, numberIn, numberOf, type Row, textIn } from './rows.ts';
import type { StoredAccount } from './stored-accounts.ts';

/** An open item as the projector holds it: with its numbers, and what is open of it over everything recorded. */
export interface StoredItem extends OpenItem {
  readonly id: number;
  readonly accountId: number;
  readonly partyId: number;
  readonly categoryId: number;
  readonly due: number;
  /** A charge without a service date ages by its effective date. */
  readonly service: number;
  readonly charged: number;
  open: bigint;
  state: 'NEW' | 'STORED' | 'MOVED';
}

/** Most charges are one item, so the first goes by the charge alone; no id has a `#`. */
const keyOf = (chargeId: string, item: number): string => (item === 1 ? chargeId : `${chargeId}#${item}`);

/** Items, or payments, held before the older ones are forgotten. */
export const mostInMemory = 20_000;

/** The open items: found among the recent ones, or read again from the table. */
export class StoredItems {
  readonly #names: Names;
  readonly #known = new RecentOfAccount<StoredItem>(mostInMemory);
  #touched: StoredItem[] = [];
  #lastId: number;
  readonly #readLastId: StatementSync;
  readonly #find: StatementSync;
  readonly #move: StatementSync;
  readonly #rows: RowBuffer;

  constructor(db: DatabaseSync, names: Names) {
    this.#names = names;
    this.#readLastId = db.prepare('SELECT coalesce(max(id), 0) AS id FROM item');
    this.#lastId = numberOf(this.#readLastId.get() ?? {}, 'id');
    this.#find = inColumns(
      db.prepare(
        `SELECT i.id, i.account, i.charge, i.item, i.party, i.category, i.due, i.service, i.charged, i.responsible, i.provider,
              i.amount, i.open, p.currency, p.party_class, p.payer, c.text
         FROM item i JOIN party p ON p.id = i.party JOIN term c ON c.id = i.category
        WHERE i.account = ? AND i.charge = ? AND i.item = ?`,
      ),
    );
    this.#find.setReadBigInts(true);
    this.#move = db.prepare('UPDATE item SET open = ? WHERE id = ?');
    this.#rows = new RowBuffer(
      db,
      'item',
      'id, account, charge, item, party, category, due, service, charged, responsible, provider, amount, open',
    );
  }

  /** Throws where the account has no such item: a corrupt book. */
  of(account: StoredAccount, chargeId: string, number: number): StoredItem {
    const key = keyOf(chargeId, number);
    const known = this.#known.get(account.id, key);
    if (known !== undefined) return known;
    const row = this.#find.get(account.id, chargeId, number);
    if (row === undefined) throw new Error('INV-14: an entry names an item that is not there');
    return this.#keep(account, key, itemOfRow(row));
  }

  open(account: StoredAccount, opened: OpenItem): void {
    const charged = dayOf(opened.chargeDate);
    this.#lastId += 1;
    const { chargeId, item, party, currency, category, dueDate, serviceDate, chargeDate } = opened;
    const kept = this.#keep(account, keyOf(chargeId, item), {
      chargeId,
      item,
      party,
      currency,
      category,
      dueDate,
      serviceDate,
      chargeDate,
      responsibilityDate: opened.responsibilityDate,
      providerId: opened.providerId,
      amount: opened.amount,
      id: this.#lastId,
      accountId: account.id,
      partyId: this.#names.party(currency, party),
      categoryId: this.#names.term('category', category),
      due: dayOf(dueDate),
      service: serviceDate === undefined ? charged : dayOf(serviceDate),
      charged,
      open: 0n,
      state: 'NEW',
    });
    this.#touched.push(kept);
  }

  move(item: StoredItem, amount: bigint): void {
    item.open += amount;
    if (item.state !== 'STORED') return;
    item.state = 'MOVED';
    this.#touched.push(item);
  }

  flush(): void {
    for (const item of this.#touched) {
      if (item.state === 'NEW') this.#insert(item);
      else this.#move.run(item.open, item.id);
      item.state = 'STORED';
    }
    this.#touched = [];
    this.#rows.flush();
  }

  /** Whether there is more in memory, or more to be written, than there should be. */
  get isFull(): boolean {
    return this.#known.isFull || this.#touched.length >= mostInMemory;
  }

  /** Only after everything was flushed: a change that is still in memory would be lost. */
  forgetOld(): void {
    if (this.#known.isFull) this.#known.forgetOld();
  }

  clear(): void {
    this.#touched = [];
    this.#rows.clear();
    this.#known.clear();
    this.#lastId = numberOf(this.#readLastId.get() ?? {}, 'id');
  }

  #keep(account: StoredAccount, key: string, item: StoredItem): StoredItem {
    this.#known.set(account.id, key, item);
    return item;
  }

  #insert(item: StoredItem): void {
    const { id, accountId, chargeId, partyId, categoryId, due, serviceDate, charged, responsibilityDate } = item;
    const service = serviceDate === undefined ? null : dayOf(serviceDate);
    this.#rows.add(
      id,
      accountId,
      chargeId,
      item.item,
      partyId,
      categoryId,
      due,
      service,
      charged,
      dayOf(responsibilityDate),
      item.providerId ?? null,
      item.amount,
      item.open,
    );
  }
}

/** The columns of `find`, in their order. */
function itemOfRow(row: unknown): StoredItem {
  const [id, account, charge, item, party, category, due, service, charged, responsible, provider, ...rest] =
    columnsOf(row);
  const [amount, open, currency, partyClass, payer, categoryText] = rest;
  const [dueDay, chargedDay] = [numberIn(due, 'due'), numberIn(charged, 'charged')];
  const serviceDay = service === null ? undefined : numberIn(service, 'service');
  const known = chargeCategories.find((one) => one === categoryText);
  if (known === undefined) throw new Error('an item has an unknown category');
  return {
    chargeId: textIn(charge, 'charge'),
    item: numberIn(item, 'item'),
    party: partyOf(partyClass, payer),
    currency: textIn(currency, 'currency'),
    category: known,
    dueDate: dateOfDay(dueDay),
    serviceDate: serviceDay === undefined ? undefined : dateOfDay(serviceDay),
    chargeDate: dateOfDay(chargedDay),
    responsibilityDate: dateOfDay(numberIn(responsible, 'responsible')),
    providerId: provider === null ? undefined : textIn(provider, 'provider'),
    amount: bigintIn(amount, 'amount'),
    id: numberIn(id, 'id'),
    accountId: numberIn(account, 'account'),
    partyId: numberIn(party, 'party'),
    categoryId: numberIn(category, 'category'),
    due: dueDay,
    service: serviceDay ?? chargedDay,
    charged: chargedDay,
    open: bigintIn(open, 'open'),
    state: 'STORED',
  };
}

export function partyOfRow(row: Row): Party {
  return partyOf(row['party_class'], row['payer']);
}

function partyOf(partyClass: unknown, payer: unknown): Party {
  const known = textIn(partyClass, 'party_class');
  return known === 'SELF' ? { partyClass: known } : { partyClass: known, payerId: textIn(payer, 'payer') };
}
