import { createHash } from 'node:crypto';
import { stringText } from '../canonical-json.ts';
import { instantOf } from '../recorded-time.ts';
import type { JournalRows, StoredRow } from './journal-rows.ts';

/**
 * The SHA-256 of a journal: of one line for each entry, in the order of recording. Whoever has the file can make it without this
 * program (README.md says how), and whoever has the server as well.
 *
 * WARNING: kept for ever where a journal was moved, so the form of a line never changes.
 */
export class JournalDigest {
  readonly #hash = createHash('sha256');

  /** See `lineOf`. */
  add(line: string): void {
    this.#hash.update(`${line}\n`);
  }

  /** In hexadecimal digits. Nothing can be added afterwards. */
  finish(): string {
    return this.#hash.digest('hex');
  }
}

/** RFC 8785 text, because the body is: [ordinal, stream, revision, recordedAt, id, type, version, body]. */
export function lineOf({ ordinal, stream, revision, recordedAt, id, type, version, body }: StoredRow): string {
  const [name, at, kind] = [stringText(stream), stringText(instantOf(recordedAt)), stringText(type)];
  return `[${ordinal},${name},${revision},${at},${stringText(id)},${kind},${version},${body}]`;
}

const batchSize = 2_000;

export async function digestOf(
  rows: JournalRows,
  onRead: (ordinal: number) => void = () => undefined,
): Promise<string> {
  const digest = new JournalDigest();
  for (let at = 0; ; ) {
    const batch = rows.after(at, batchSize);
    for (const row of batch) digest.add(lineOf(row));
    at = batch.at(-1)?.ordinal ?? at;
    if (batch.length === 0) return digest.finish();
    onRead(at);
    await new Promise(setImmediate);
  }
}
