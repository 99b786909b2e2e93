import type { Request, Response } from 'express';
import { decodeJwt } from 'jose';

/** A timer of Node cannot wait longer; a token that lives longer does not keep a stream for ever either. */
const longestStream = 24 * 3_600_000;

export interface StreamLimits {
  /** Aborted when the server closes. */
  readonly closing: AbortSignal;
  /** How long a client may take nothing of what waits for it, in milliseconds. */
  readonly stalled: number;
}

/**
 * When the stream that answers a request has to end: with its connection, with the token that it was opened with, and when
 * the server closes. Called for a stream only. A client that takes nothing for too long loses its connection: nothing waits
 * for it but one page, and it resumes where it was.
 */
export function streamEndsOf(request: Request, response: Response, { closing, stalled }: StreamLimits): AbortSignal {
  const ends = new AbortController();
  const end = (): void => ends.abort();
  const lifetime = setTimeout(end, millisecondsOfToken(request));
  const watching = setInterval(watchFor(response), stalled);
  response.once('close', () => {
    clearTimeout(lifetime);
    clearInterval(watching);
    closing.removeEventListener('abort', end);
    end();
  });
  if (closing.aborted) end();
  closing.addEventListener('abort', end);
  return ends.signal;
}

/** Ends a connection that, from one look to the next, has taken nothing of what waits. */
function watchFor(response: Response): () => void {
  let taken = -1;
  return () => {
    const now = response.socket?.bytesWritten ?? 0;
    const waits = response.writableNeedDrain || (response.socket?.writableLength ?? 0) > 0;
    if (waits && now === taken) response.destroy();
    taken = waits ? now : -1;
  };
}

/** The token was verified before; here it only says when it ends. */
function millisecondsOfToken({ headers }: Request): number {
  const token = (headers.authorization ?? '').replace(/^Bearer /i, '');
  try {
    const { exp } = decodeJwt(token);
    return exp === undefined ? longestStream : Math.min(longestStream, Math.max(0, exp * 1_000 - Date.now()));
  } catch {
    return longestStream;
  }
}
