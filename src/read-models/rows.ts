import { exact } from '#money/exact.ts';
import { type Money, moneyOf } from '#money/money.ts';

/** A row as the engine hands it over. Its values are proven one by one: a type that is only claimed proves nothing. */
export type Row = Readonly<Record<string, unknown>>;

export function bigintOf(row: Row, column: string): bigint {
  return bigintIn(row[column], column);
}

export function numberOf(row: Row, column: string): number {
  return numberIn(row[column], column);
}

export function maybeNumberOf(row: Row, column: string): number | undefined {
  return row[column] === null ? undefined : numberOf(row, column);
}

export function textOf(row: Row, column: string): string {
  return textIn(row[column], column);
}

export function maybeTextOf(row: Row, column: string): string | undefined {
  return row[column] === null ? undefined : textOf(row, column);
}

export function bigintIn(value: unknown, column: string): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  // What only exact_sum can hold comes as text.
  if (typeof value === 'string' && /^-?[0-9]+$/.test(value)) return BigInt(value);
  if (value === null) return 0n;
  throw new Error(`column ${column} holds no whole number`);
}

export function numberIn(value: unknown, column: string): number {
  const number = typeof value === 'bigint' ? Number(value) : value;
  if (typeof number === 'number' && Number.isSafeInteger(number)) return number;
  throw new Error(`column ${column} holds no whole number`);
}

export function textIn(value: unknown, column: string): string {
  if (typeof value === 'string') return value;
  throw new Error(`column ${column} holds no text`);
}

/** A sum of minor units as money, whatever its size. */
export function moneyOfMinor(currency: string, minor: bigint): Money {
  return moneyOf(currency, exact(minor.toString()));
}
