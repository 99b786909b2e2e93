import type { DatabaseSync } from 'node:sqlite';
import { type Checkpoint, checkpointIn } from './checkpoint.ts';
import type { Progress, Stopped } from './projection.ts';
import { openForReading } from './read-files.ts';

/** Milliseconds between two looks at the checkpoint while somebody waits. */
const pause = 5;

/** A read model file that another process keeps up to date: its progress is read from the file. */
export class ProjectedFile implements Progress {
  readonly file: string;
  readonly #db: DatabaseSync;

  constructor(file: string) {
    this.file = file;
    this.#db = openForReading(file);
  }

  get checkpoint(): number {
    return this.#read().ordinal;
  }

  get stopped(): Stopped | undefined {
    const { ordinal, problem } = this.#read();
    return problem === undefined ? undefined : { ordinal: ordinal + 1, problem };
  }

  async reached(ordinal: number, milliseconds = 0): Promise<boolean> {
    for (const deadline = performance.now() + milliseconds; ; ) {
      if (this.checkpoint >= ordinal) return true;
      if (this.stopped !== undefined || performance.now() >= deadline) return false;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  async stop(): Promise<void> {
    this.#db.close();
  }

  #read(): Checkpoint {
    return checkpointIn(this.#db);
  }
}
