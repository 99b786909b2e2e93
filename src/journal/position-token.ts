/**
 * Names a place in one store: `<start of the journal id>-<position>`, the position padded so that the tokens of a store
 * sort as text. Opaque to callers. On SQLite the position is the ordinal; an engine with positions of its own keeps
 * that to itself.
 */
export function positionToken(journalId: string, position: number): string {
  return `${journalId.slice(0, nameLength)}-${String(position).padStart(positionLength, '0')}`;
}

/** Undefined where the text is not a token of this journal. */
export function positionOfToken(journalId: string, token: string): number | undefined {
  const [, name, position] = /^([0-9a-f]{8})-([0-9]{15})$/.exec(token) ?? [];
  return name === journalId.slice(0, nameLength) ? Number(position) : undefined;
}

/** Eight hexadecimal digits of a UUID: enough to notice a token of another journal, short enough to read out. */
const nameLength = 8;
const positionLength = 15;
