import { pino } from 'pino';

/**
 * The log: ids, codes, counts and durations. Never a value that was sent, a header, a URL or the message of an error;
 * each call names its fields, so nothing comes in with an object that happens to be at hand.
 */
export interface Log {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

export interface LogOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Where lines go; standard output when left out. */
  readonly destination?: { write(line: string): void };
}

export function createLog({ level, destination }: LogOptions): Log {
  const options = { level, base: null };
  return destination === undefined ? pino(options) : pino(options, destination);
}
