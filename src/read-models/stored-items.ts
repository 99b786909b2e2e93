import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { chargeCategories } from '#ledger/events.ts';
import type { Party } from '#ledger/parties.ts';
import type { OpenItem } from '#projections/open-items.ts';
import { dateOfDay, dayOf } from './days.ts';
import type { Names } from './names.ts';
import { Recent } from './recent.ts';
import { RowBuffer } from './row-buffer.ts';
import { bigintOf, maybeNumberOf, maybeTextOf, numberOf, type Row, textOf } from './rows.ts';

/** An open item as the projector holds it: with its numbers, and what is open of it over everything recorded. */
export interface StoredItem extends OpenItem {
  readonly id: number;
  readonly accountId: number;
  readonly partyId: number;
  readonly due: number;
  /** A charge without a service date ages by its effective date. */
  readonly service: number;
  readonly charged: number;
  open: bigint;
  state: 'NEW' | 'STORED' | 'MOVED';
}

const keyOf = (accountId: number, chargeId: string, item: number): string => `${accountId}/${chargeId}#${item}`;

/** The open items: found among the recent ones, or read again from the table. */
export class StoredItems {
  readonly #names: Names;
  readonly #known = new Recent<StoredItem>(20_000);
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
    this.#find = db.prepare(
      `SELECT i.*, p.currency, p.party_class, p.payer, c.text AS category_text
         FROM item i JOIN party p ON p.id = i.party JOIN term c ON c.id = i.category
        WHERE i.account = ? AND i.charge = ? AND i.item = ?`,
    );
    this.#find.setReadBigInts(true);
    this.#move = db.prepare('UPDATE item SET open = ? WHERE id = ?');
    this.#rows = new RowBuffer(db, 'item', [
      ...['id', 'account', 'charge', 'item', 'party', 'category', 'due', 'service', 'charged', 'responsible'],
      ...['provider', 'amount', 'open'],
    ]);
  }

  /** Throws where the account has no such item: a corrupt book. */
  of(accountId: number, chargeId: string, number: number): StoredItem {
    const key = keyOf(accountId, chargeId, number);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const row = this.#find.get(accountId, chargeId, number);
    if (row === undefined) throw new Error('INV-14: an entry names an item that is not there');
    const item = itemOfRow(row);
    this.#known.set(key, item);
    return item;
  }

  open(accountId: number, opened: OpenItem): void {
    const charged = dayOf(opened.chargeDate);
    this.#lastId += 1;
    const item: StoredItem = {
      ...opened,
      id: this.#lastId,
      accountId,
      partyId: this.#names.party(opened.currency, opened.party),
      due: dayOf(opened.dueDate),
      service: opened.serviceDate === undefined ? charged : dayOf(opened.serviceDate),
      charged,
      open: 0n,
      state: 'NEW',
    };
    this.#touched.push(item);
    this.#known.set(keyOf(accountId, opened.chargeId, opened.item), item);
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

  age(): void {
    this.#known.age();
  }

  clear(): void {
    this.#touched = [];
    this.#rows.clear();
    this.#known.clear();
    this.#lastId = numberOf(this.#readLastId.get() ?? {}, 'id');
  }

  #insert(item: StoredItem): void {
    const { id, accountId, chargeId, partyId, category, due, serviceDate, charged, responsibilityDate } = item;
    const service = serviceDate === undefined ? null : dayOf(serviceDate);
    this.#rows.add(
      ...[id, accountId, chargeId, item.item, partyId, this.#names.term('category', category), due, service, charged],
      ...[dayOf(responsibilityDate), item.providerId ?? null, item.amount, item.open],
    );
  }
}

function itemOfRow(row: Row): StoredItem {
  const service = maybeNumberOf(row, 'service');
  const charged = numberOf(row, 'charged');
  const category = chargeCategories.find((known) => known === row['category_text']);
  if (category === undefined) throw new Error('an item has an unknown category');
  return {
    chargeId: textOf(row, 'charge'),
    item: numberOf(row, 'item'),
    party: partyOfRow(row),
    currency: textOf(row, 'currency'),
    category,
    dueDate: dateOfDay(numberOf(row, 'due')),
    serviceDate: service === undefined ? undefined : dateOfDay(service),
    chargeDate: dateOfDay(charged),
    responsibilityDate: dateOfDay(numberOf(row, 'responsible')),
    providerId: maybeTextOf(row, 'provider'),
    amount: bigintOf(row, 'amount'),
    id: numberOf(row, 'id'),
    accountId: numberOf(row, 'account'),
    partyId: numberOf(row, 'party'),
    due: numberOf(row, 'due'),
    service: service ?? charged,
    charged,
    open: bigintOf(row, 'open'),
    state: 'STORED',
  };
}

export function partyOfRow(row: Row): Party {
  const partyClass = textOf(row, 'party_class');
  return partyClass === 'SELF' ? { partyClass } : { partyClass, payerId: textOf(row, 'payer') };
}
