import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { printedGraphqlSchema, printedRejections } from '#graphql/printed-schema.ts';
import { printEventSchemas } from '#journal/print-events.ts';

/** Writes what we promise others into `schema/`; the tests hold the files against the code. */
const printed: ReadonlyMap<string, string> = new Map([
  ['schema.graphql', printedGraphqlSchema()],
  ['rejections.json', printedRejections()],
  ...[...printEventSchemas()].map(([name, text]) => [`events/${name}`, text] as const),
]);

for (const [name, text] of printed) {
  const path = fileURLToPath(new URL(`../schema/${name}`, import.meta.url));
  const old = await readFile(path, 'utf8').catch(() => undefined);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  console.log(`schema/${name}: ${old === text ? 'as it was' : 'written'}`);
}
