import { mkdirSync } from 'node:fs';
import type { JournalReader } from '#journal/journal.ts';
import { checkpointIn } from './checkpoint.ts';
import { ProjectedFile } from './projected-file.ts';
import { Projection } from './projection.ts';
import { currentFile, nextFile, openForReading, pointTo, removeFilesExcept } from './read-files.ts';
import type { ReadModels } from './read-models.ts';
import { ReadSide, type ReadSideOptions } from './read-side.ts';

/**
 * Opens the read models of a journal and keeps them up to date. Resolves when they have everything that was in the
 * journal by now, or have stopped at an entry they do not understand; without a file, or with one that was made of another
 * journal, that takes a rebuild.
 */
export async function openReadModels(options: ReadSideOptions): Promise<ReadSide> {
  const { dataDirectory, journal } = options;
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  const known = await believedFile(dataDirectory, journal);
  removeFilesExcept(dataDirectory, known);
  const projection = known === undefined ? undefined : await goOn(options, known);
  return new ReadSide(options, projection ?? (await begin(options)));
}

/** Brings a file up to the head of the journal; undefined where it turns out to be damaged. */
async function goOn(options: ReadSideOptions, file: string): Promise<Projection | undefined> {
  try {
    return await upToHead(options, file, false);
  } catch {
    removeFilesExcept(options.dataDirectory, undefined);
    return undefined;
  }
}

async function begin(options: ReadSideOptions): Promise<Projection> {
  const { dataDirectory } = options;
  const file = nextFile(dataDirectory);
  const projection = await upToHead(options, file, true);
  pointTo(dataDirectory, file);
  return projection;
}

async function upToHead(options: ReadSideOptions, file: string, isNew: boolean): Promise<Projection> {
  const { journal, journalFile, onProgress } = options;
  const { ordinal: head } = await journal.head();
  const projection = new Projection({ journal, journalFile, file, isNew, onProgress });
  try {
    await projection.reached(head);
    return projection;
  } catch (error) {
    await projection.stop();
    throw error;
  }
}

/** There is no read model that was made of this journal: it is made by whoever owns the data directory. */
export class NoReadModel extends Error {
  override readonly name = 'NoReadModel';
}

/**
 * Reads the read models that another process keeps up to date, and writes nothing: two projectors on one file would fence
 * each other. Rejects with `NoReadModel`.
 */
export async function openReadModelsForReading(
  options: Pick<ReadSideOptions, 'dataDirectory' | 'journal' | 'today'>,
): Promise<ReadModels> {
  const file = await believedFile(options.dataDirectory, options.journal);
  if (file === undefined) throw new NoReadModel('There is no read model of this journal yet');
  return new ReadSide(options, new ProjectedFile(file));
}

/** The current file, if it was made of this very journal: a restored journal can be shorter, or go on differently. */
async function believedFile(directory: string, journal: JournalReader): Promise<string | undefined> {
  const file = currentFile(directory);
  if (file === undefined) return undefined;
  const checkpoint = readCheckpoint(file);
  if (checkpoint?.journalId !== journal.journalId || checkpoint.ledgerId !== journal.ledgerId) return undefined;
  if (checkpoint.ordinal === 0) return file;
  const [entry] = await journal.readAll(checkpoint.ordinal - 1, 1);
  return entry?.id === checkpoint.entryId ? file : undefined;
}

/** Undefined where the file is damaged: it is made again. */
function readCheckpoint(file: string) {
  try {
    const db = openForReading(file);
    try {
      return checkpointIn(db);
    } finally {
      db.close();
    }
  } catch {
    return undefined;
  }
}
