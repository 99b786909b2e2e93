import type { FloorAfter } from './eventstoredb-anchor.ts';
import type { FeedNews } from './eventstoredb-feed.ts';
import type { Timing } from './eventstoredb-timing.ts';
import type { Identity } from './sqlite-open.ts';

/** What main and the feed's thread say to each other. */
export interface FeedStart {
  readonly connectionString: string;
  readonly file: string;
  readonly identity: Identity;
  readonly timing: Timing;
  readonly floor: FloorAfter | undefined;
}

/** How far the copy is. */
export interface CopyProgress {
  readonly ordinal: number;
  /** Milliseconds since 1970: nothing is recorded before. */
  readonly settledBefore: number;
  /** Where the server's log has the last entry that was taken in; -1 before the first. */
  readonly commit: number;
  /** Streams that the server was told not to keep whole. */
  readonly retained: number;
}

export type FromFeed =
  | { readonly kind: 'OPENED'; readonly progress: CopyProgress }
  | { readonly kind: 'REFUSED'; readonly reason: string }
  | { readonly kind: 'NEWS'; readonly news: FeedNews; readonly progress: CopyProgress }
  /** The answer to one of those who asked: everything there was at the time is in, and the floor is as high as they asked for. */
  | {
      readonly kind: 'SETTLED';
      readonly question: number;
      readonly isSettled: boolean;
      readonly progress: CopyProgress;
    };

export type ToFeed =
  /** Somebody waits for what was recorded last; with a floor, for the word that nothing comes before it any more. */
  | { readonly kind: 'SETTLE'; readonly question: number; readonly floor: number | undefined }
  /** An entry is on the server, and after everything has come it is not in the copy. */
  | { readonly kind: 'MISSED' }
  | { readonly kind: 'CLOSE' };

/** Both ends are this code, so a message is recognised by its kind alone. */
export function isToFeed(message: unknown): message is ToFeed {
  return hasKind(message) && (message.kind === 'SETTLE' || message.kind === 'MISSED' || message.kind === 'CLOSE');
}

export function isFromFeed(message: unknown): message is FromFeed {
  return hasKind(message) && !isToFeed(message);
}

export function isFeedStart(data: unknown): data is FeedStart {
  return typeof data === 'object' && data !== null && 'connectionString' in data;
}

function hasKind(message: unknown): message is { readonly kind: unknown } {
  return typeof message === 'object' && message !== null && 'kind' in message;
}
