import { agreementBegunBy, agreementEndedBy } from './agreements.ts';
import type { BookEntry } from './book-entry.ts';
import type { Sentence } from './explanation.ts';
import type { Minor } from './minor.ts';

/** What was agreed about what is owed, or stands in the way of collecting it, and still does: no balance tells. */
export function agreementSentences<Line extends BookEntry>(
  entries: readonly Line[],
  money: (amount: Minor) => string,
): readonly Sentence<Line>[] {
  const standing = new Map<string, Line>();
  for (const entry of entries) {
    const begun = agreementBegunBy(entry);
    if (begun !== undefined) standing.set(`${begun.form} ${begun.id}`, entry);
    const ended = agreementEndedBy(entry);
    if (ended !== undefined) standing.delete(`${ended.form} ${ended.id}`);
  }
  // A promise runs out by itself: whether it was kept is asked for apart.
  const told = [...standing].filter(([name]) => !name.startsWith('PROMISE '));
  return told.map(([, entry]) => ({ text: textOf(entry, money), amount: 0n, entries: [entry] }));
}

/** `Held since 2026-02-01, the whole account: BANKRUPTCY.` */
function textOf(entry: BookEntry, money: (amount: Minor) => string): string {
  const begun = agreementBegunBy(entry);
  if (begun === undefined) throw new Error('an agreement that nothing began');
  const { form, kind, item, amount = 0n } = begun;
  const on = item === undefined ? 'the whole account' : `item ${item.item} of charge ${item.chargeId}`;
  if (form === 'PLAN') return `On payment plan ${begun.id} since ${entry.effectiveDate}: ${money(amount)} as agreed.`;
  return form === 'HOLD'
    ? `Held since ${entry.effectiveDate}, ${on}: ${kind}.`
    : `Disputed since ${entry.effectiveDate}, ${on}: ${money(amount)}, or what is open of it.`;
}
