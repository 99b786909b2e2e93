import { layOut, layOutAlike, type Table } from './table.ts';

/** Where a verb writes: figures to `out`, what is going on to `err`, so that a pipe gets figures only. */
export interface Terminal {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
  readonly width: number;
  /** A progress bar is drawn only where somebody looks. */
  readonly showsProgress: boolean;
}

const defaultWidth = 80;
const narrowest = 40;

export function terminalOf(streams: {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly columns: string | undefined;
}): Terminal {
  const { stdout, stderr } = streams;
  return {
    out: (line) => void stdout.write(`${line}\n`),
    err: (line) => void stderr.write(`${line}\n`),
    width: Math.max(narrowest, stdout.columns ?? (Number(streams.columns) || defaultWidth)),
    showsProgress: stderr.isTTY,
  };
}

export function printTable(terminal: Terminal, table: Table): void {
  for (const line of layOut(table, terminal.width)) terminal.out(line);
}

/** Each with a line before it, and all laid out alike; that there is none is said. */
export function printTables(terminal: Terminal, tables: readonly Table[], none = 'There are none.'): void {
  if (tables.length === 0) terminal.out(none);
  for (const lines of layOutAlike(tables, terminal.width)) {
    terminal.out('');
    for (const line of lines) terminal.out(line);
  }
}

export function printJson(terminal: Terminal, value: unknown): void {
  terminal.out(JSON.stringify(value, undefined, 2));
}
