/** Stream names, the same on every engine. The prefix of a ledger is `<ledgerId>.` with the dot. */
export function accountStream(ledgerId: string, accountId: string): string {
  return `${ledgerId}.account-${accountId}`;
}

/** Money that arrived before anybody knew whose it is has a stream of its own. */
export function receiptStream(ledgerId: string, receiptId: string): string {
  return `${ledgerId}.receipt-${receiptId}`;
}

/** The ledger's own stream: its opening and, later, what concerns the whole of it. */
export function ledgerStream(ledgerId: string): string {
  return `${ledgerId}.ledger`;
}

/** The account a stream belongs to; undefined for any other stream. */
export function accountOfStream(ledgerId: string, stream: string): string | undefined {
  return after(accountStream(ledgerId, ''), stream);
}

/** The receipt a stream belongs to; undefined for any other stream. */
export function receiptOfStream(ledgerId: string, stream: string): string | undefined {
  return after(receiptStream(ledgerId, ''), stream);
}

function after(prefix: string, stream: string): string | undefined {
  return stream.startsWith(prefix) ? stream.slice(prefix.length) : undefined;
}
