/** An ISO 4217 alphabetic code, such as `USD`. Only codes of the table below are currencies here. */
export type CurrencyCode = string;

/**
 * The table that decided how many decimals an amount has. Entries carry it, so a change of the table gets a new version
 * and never a new meaning for the old one.
 *
 * Warning: stored books are read with this table for ever. A code may be added; a code that ISO withdraws later stays,
 * with the decimals it had, or the books kept in it could no longer be read.
 */
export const currencyTableVersion = 'iso4217-2026-01';

/*
 * Left out on purpose: funds (BOV, CHE, CHW, COU, MXV, USN, UYI), units of account (CLF and UYW, which have four
 * decimals or bill nobody; XAD, XDR, XSU, XUA), precious metals, bond market units and test codes. Nobody is billed in them.
 */
const withTwoDecimals = `
  AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE
  CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR
  KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB
  PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY
  TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG`;
const withNoDecimals = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF';
const withThreeDecimals = 'BHD IQD JOD KWD LYD OMR TND';

const codes = (list: string): readonly string[] => list.trim().split(/\s+/);

const decimalsByCode: ReadonlyMap<CurrencyCode, 0 | 2 | 3> = new Map([
  ...codes(withNoDecimals).map((code) => [code, 0] as const),
  ...codes(withTwoDecimals).map((code) => [code, 2] as const),
  ...codes(withThreeDecimals).map((code) => [code, 3] as const),
]);

/** Whether the text is a currency of the table: exact capitals, no surrounding space. */
export function isCurrencyCode(text: string): boolean {
  return decimalsByCode.has(text);
}

/**
 * How many decimals an amount of this currency has: one unit is 10 to that power of minor units.
 * Throws on a code outside the table; input is checked with `isCurrencyCode` at the edge, so this is a bug or a corrupt book.
 */
export function decimalsOf(code: CurrencyCode): 0 | 2 | 3 {
  const decimals = decimalsByCode.get(code);
  if (decimals === undefined) {
    throw new Error(`No currency of ${currencyTableVersion}`);
  }
  return decimals;
}
