import { SingleBar } from 'cli-progress';
import type { Terminal } from './output.ts';

export interface Progress {
  readonly advance: (done: number, total: number) => void;
  readonly stop: () => void;
}

const silent: Progress = { advance: () => undefined, stop: () => undefined };

/** A bar on the error stream, drawn from the first step on; nothing at all where no terminal is attached. */
export function startProgress(terminal: Terminal, what: string): Progress {
  if (!terminal.showsProgress) return silent;
  const format = `${what} [{bar}] {percentage}% {value}/{total} {eta_formatted}`;
  const bar = new SingleBar({ format, stream: process.stderr, hideCursor: true, clearOnComplete: true, barsize: 24 });
  return {
    advance: (done, total) => {
      if (!bar.isActive) bar.start(total, done);
      bar.update(done);
    },
    stop: () => bar.stop(),
  };
}
