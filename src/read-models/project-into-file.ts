import type { JournalReader } from '#journal/journal.ts';
import { type BuildReport, buildFile } from './build-file.ts';
import { Projector, type ProjectorNews } from './projector.ts';
import { openForWriting } from './read-files.ts';
import { noteProblem, ReadTables } from './read-tables.ts';

export type ProjectionNews =
  | ProjectorNews
  | { readonly kind: 'BUILDING'; readonly ordinal: number; readonly head: number }
  | { readonly kind: 'BUILT'; readonly report: BuildReport }
  | { readonly kind: 'FAILED'; readonly error: unknown };

export interface ProjectionRequest {
  readonly journal: JournalReader;
  readonly file: string;
  /** Build the file from the first entry on before following. */
  readonly isNew: boolean;
  readonly liveFile: string | undefined;
}

/** The life of one read model file: built if it is new, then kept up to date until the signal is aborted. */
export async function projectIntoFile(
  request: ProjectionRequest,
  signal: AbortSignal,
  tell: (news: ProjectionNews) => void,
): Promise<void> {
  const { journal, file, isNew, liveFile } = request;
  if (isNew) {
    const onProgress = (ordinal: number, head: number): void => tell({ kind: 'BUILDING', ordinal, head });
    tell({ kind: 'BUILT', report: await buildFile({ journal, file, liveFile, signal, onProgress }) });
  }
  const db = openForWriting(file);
  try {
    noteProblem(db, undefined);
    const tables = new ReadTables(db);
    tell({ kind: 'CHECKPOINT', ordinal: tables.checkpoint.ordinal });
    const tellAndNote = (news: ProjectorNews): void => {
      if (news.kind === 'STOPPED') noteProblem(db, news.problem);
      tell(news);
    };
    await new Projector(journal, tables, tellAndNote).run(signal);
  } finally {
    db.close();
  }
}
