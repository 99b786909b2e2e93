/** Values of a fact as a reader writes them, without the code under test. */
export function partyText(party: { readonly partyClass: string; readonly payerId?: string }): string {
  return party.payerId === undefined ? party.partyClass : `${party.partyClass}/${party.payerId}`;
}

export function money(minor: string | bigint, currency = 'USD'): string {
  const decimals = currency === 'JPY' ? 0 : currency === 'BHD' ? 3 : 2;
  const value = BigInt(minor);
  if (decimals === 0) return String(value);
  const digits = String(value < 0n ? -value : value).padStart(decimals + 1, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
