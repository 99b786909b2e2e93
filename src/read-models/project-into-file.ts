import type { JournalReader } from '#journal/journal.ts';
import type { BuildReport } from './build-file.ts';
import { noteProblem } from './checkpoint.ts';
import { Projector, type ProjectorNews } from './projector.ts';
import { openForWriting } from './read-files.ts';
import { ReadTables } from './read-tables.ts';

/** What a projection says of itself to whoever started it. */
export type ProjectionNews =
  | ProjectorNews
  | { readonly kind: 'BUILDING'; readonly ordinal: number; readonly head: number }
  | { readonly kind: 'BUILT'; readonly report: BuildReport }
  | { readonly kind: 'FAILED'; readonly error: unknown };

/** Keeps a read model file up to date until the signal is aborted. `onStart` is given the projector, to hurry it. */
export async function projectIntoFile(
  journal: JournalReader,
  file: string,
  signal: AbortSignal,
  tell: (news: ProjectionNews) => void,
  onStart: (projector: Projector) => void,
): Promise<void> {
  const db = openForWriting(file);
  try {
    noteProblem(db, undefined);
    const tables = new ReadTables(db);
    tell({ kind: 'CHECKPOINT', ordinal: tables.checkpoint.ordinal });
    const projector = new Projector(journal, tables, (news) => {
      if (news.kind === 'STOPPED') noteProblem(db, news.problem);
      tell(news);
    });
    onStart(projector);
    await projector.run(signal);
  } finally {
    db.close();
  }
}
