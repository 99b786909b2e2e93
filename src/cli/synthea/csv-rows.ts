import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { CsvError, parse } from 'csv-parse';
import type { z } from 'zod';
import { usage } from '../exit-codes.ts';

/** A row of a file that cannot be read as what it should be; never with its content, which may be a person's. */
export type CsvRow<Row> = { readonly line: number; readonly row: Row | undefined };

/** The rows of a CSV file with a header, one at a time; columns that the schema does not name are dropped at once. */
export async function* csvRows<Row>(
  directory: string,
  file: string,
  schema: z.ZodType<Row>,
): AsyncGenerator<CsvRow<Row>, void, void> {
  const path = join(directory, file);
  await access(path).catch(() => {
    throw usage(`there is no readable ${file} in that directory`);
  });
  const rows = createReadStream(path).pipe(parse({ columns: true, bom: true, skip_empty_lines: true }));
  let line = 1;
  try {
    for await (const raw of rows) {
      line += 1;
      yield { line, row: schema.safeParse(raw).data };
    }
  } catch (error) {
    // The message of the parser quotes the file.
    if (error instanceof CsvError) throw usage(`${file} is not a readable CSV file after line ${line}`);
    throw error;
  }
}
