import { SingleBar } from 'cli-progress';
import type { Terminal } from './output.ts';

export interface Progress {
  readonly advance: (done: number) => void;
  readonly stop: () => void;
}

const silent: Progress = { advance: () => undefined, stop: () => undefined };

/** A bar on the error stream for work of a known length; nothing at all where no terminal is attached. */
export function startProgress(terminal: Terminal, what: string, total: number): Progress {
  if (!terminal.showsProgress || total === 0) return silent;
  const format = `${what} [{bar}] {percentage}% {value}/{total} {eta_formatted}`;
  const bar = new SingleBar({ format, stream: process.stderr, hideCursor: true, clearOnComplete: true, barsize: 24 });
  bar.start(total, 0);
  return { advance: (done) => bar.update(done), stop: () => bar.stop() };
}
