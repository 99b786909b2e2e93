import type { Rejection } from '#ledger/rejections.ts';
import { exitCodes, Stop } from './exit-codes.ts';

/**
 * What the books say no to, in one line: a wrong call names the option, anything else the code with its figures. These come from the
 * books, never from what was typed.
 */
export function refused(
  { code, message, figures, inputPath = '' }: Rejection,
  optionOf: Readonly<Record<string, string>> = {},
): Stop {
  const { expected } = figures;
  // A list is named by its option, whichever of its values is meant.
  const path = optionOf[inputPath.replace(/\.[0-9]+$/, '')] ?? inputPath;
  if (expected !== undefined) return new Stop(exitCodes.USAGE, `${path}: expected ${expected}`);
  const known = Object.entries(figures).map(([name, value]) => `${inWords(name)} ${value}`);
  return new Stop(exitCodes.FINDINGS, `${code}: ${message}${known.length === 0 ? '' : ` (${known.join(', ')})`}`);
}

/** lastEnd is read as last end. */
function inWords(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
