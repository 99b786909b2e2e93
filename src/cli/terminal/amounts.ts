import { formatMoney, type Money } from '#money/money.ts';

/** An amount for the eye: thousands apart, as in 1,092,402.73. Machines get plain decimal text. */
export function amountText(money: Money): string {
  const [whole = '', decimals] = formatMoney(money).split('.');
  const grouped = whole.replace(/(?<=\d)(?=(\d{3})+$)/g, ',');
  return decimals === undefined ? grouped : `${grouped}.${decimals}`;
}

/** A count for the eye. */
export function countText(count: number): string {
  return String(count).replace(/(?<=\d)(?=(\d{3})+$)/g, ',');
}
