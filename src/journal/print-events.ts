import { z } from 'zod';
import { envelopeSchema } from '#ledger/entry.ts';
import { eventSchemas } from '#ledger/events.ts';
import { currencyCode, dateText } from '#ledger/text.ts';

/**
 * The shape of every stored body as JSON Schema, by file name: what `schema/events` holds for those who read the journal
 * with a program of their own. The id, type, version and place of an entry stand in columns beside the body.
 */
export function printEventSchemas(): ReadonlyMap<string, string> {
  const catalogue: Readonly<Record<string, Readonly<Record<string, z.ZodType>>>> = eventSchemas;
  const files = new Map<string, string>();
  for (const [type, versions] of Object.entries(catalogue)) {
    for (const [version, data] of Object.entries(versions)) {
      files.set(`${type}.v${version}.json`, printed(type, version, data));
    }
  }
  return files;
}

function printed(type: string, version: string, data: z.ZodType): string {
  const body = z.strictObject({ ...envelopeSchema.shape, data });
  const schema = z.toJSONSchema(body, {
    io: 'input',
    override: ({ zodSchema, jsonSchema }) => describe(zodSchema, jsonSchema),
  });
  return `${JSON.stringify({ title: `${type}, version ${version}`, ...schema }, undefined, 2)}\n`;
}

/** Rules that are code print as nothing; these two have a form that a schema can say. */
function describe(zodSchema: unknown, jsonSchema: z.core.JSONSchema.BaseSchema): void {
  if (zodSchema === dateText) Object.assign(jsonSchema, { format: 'date' });
  if (zodSchema === currencyCode) Object.assign(jsonSchema, { pattern: '^[A-Z]{3}$' });
}
