import { lexicographicSortSchema, printSchema } from 'graphql';
import { rejections } from '#ledger/rejections.ts';
import { createGraphqlSchema } from './schema.ts';

/** The schema as text, sorted, so that a change of it shows as a change of a file. */
export function printedGraphqlSchema(): string {
  return `${printSchema(lexicographicSortSchema(createGraphqlSchema()))}\n`;
}

/** The refusals in the order in which they are checked, for programs that want to know them all. */
export function printedRejections(): string {
  const catalogue = Object.entries(rejections).map(([code, meaning]) => ({ code, ...meaning }));
  return `${JSON.stringify(catalogue, undefined, 2)}\n`;
}
