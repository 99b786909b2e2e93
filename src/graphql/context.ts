import type { HandleCommand } from '#app/handle-command.ts';
import type { LedgerTerms } from '#ledger/books.ts';
import type { Entry } from '#ledger/entry.ts';
import type { ReasonList } from '#ledger/reasons.ts';
import type { ReadModels, View, ViewRequest } from '#read-models/read-models.ts';
import type { Caller } from './caller.ts';
import type { LedgerStream } from './ledger-stream.ts';
import type { ReasonLists } from './reason-lists.ts';
import type { JournalWatch } from './subscriptions/journal-watch.ts';
import type { OpenStreams } from './subscriptions/streams.ts';

/** The reading half of the journal, as far as the API shows entries themselves; every journal has it. */
export interface JournalBook {
  readonly ledgerId: string;
  readStream(stream: string, fromRevision?: number, limit?: number): Promise<readonly Entry[]>;
  readAll(afterOrdinal: number, limit: number): Promise<readonly Entry[]>;
  head(): Promise<{ readonly ordinal: number; readonly recordedAt: string | undefined }>;
  follow(afterOrdinal: number, signal: AbortSignal): AsyncIterable<Followed>;
  tokenOf(ordinal: number): string;
  ordinalOf(token: string): Promise<number | undefined>;
}

type Followed =
  | { readonly kind: 'BATCH'; readonly entries: readonly Entry[] }
  | { readonly kind: 'IDLE'; readonly ordinal: number };

/** What the API stands on. Nothing of it belongs to a single request. */
export interface Dependencies {
  readonly handleCommand: HandleCommand;
  readonly readModels: ReadModels;
  readonly journal: JournalBook;
  /** The name of an account's stream. */
  readonly streamOf: (accountId: string) => string;
  /** The list that ships. */
  readonly reasons: ReasonList;
  /** Given where the ledger goes by a clock that can be moved forward. */
  readonly testClock?: { readonly now: () => number; readonly advance: (milliseconds: number) => boolean } | undefined;
}

/** What belongs to one request, from the HTTP edge. */
export interface RequestContext {
  readonly caller: Caller;
  /** The correlation id of everything that this request records. */
  readonly requestId: string;
  /** For a stream: aborted when its connection has gone, its token has ended, or the server closes. */
  readonly streamEnds?: (() => AbortSignal) | undefined;
}

export interface GraphqlContext extends Dependencies, RequestContext {
  readonly ledgerStream: LedgerStream;
  readonly reasonLists: ReasonLists;
  readonly journalWatch: JournalWatch;
  readonly openStreams: OpenStreams;
  /** What the ledger was opened with; undefined before. */
  readonly terms: () => Promise<LedgerTerms | undefined>;
  /** The view of a figure; asked for alike, the same one throughout the request, so that its figures agree. */
  readonly viewOf: (request: ViewRequest) => Promise<View>;
}

/** One view for each way of asking. */
export function createViews(readModels: ReadModels): GraphqlContext['viewOf'] {
  const views = new Map<string, Promise<View>>();
  return (request) => {
    const key = JSON.stringify([request.asOf, request.knownAt, request.minPosition]);
    const view = views.get(key) ?? readModels.view(request);
    views.set(key, view);
    return view;
  };
}
