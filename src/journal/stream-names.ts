/** Stream names, the same on every engine. The prefix of a ledger is `<ledgerId>.` with the dot. */
export function accountStream(ledgerId: string, accountId: string): string {
  return `${ledgerId}.account-${accountId}`;
}

/** The ledger's own stream: its opening and, later, what concerns the whole of it. */
export function ledgerStream(ledgerId: string): string {
  return `${ledgerId}.ledger`;
}

/** The account a stream belongs to; undefined for the ledger's own stream. */
export function accountOfStream(ledgerId: string, stream: string): string | undefined {
  const prefix = accountStream(ledgerId, '');
  return stream.startsWith(prefix) ? stream.slice(prefix.length) : undefined;
}
