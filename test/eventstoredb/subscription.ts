import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { ServerWritableStream } from '@grpc/grpc-js';
import type { Recorded } from './event-log.ts';
import type { FeedFault } from './faults.ts';
import type { ServedBooks } from './served-books.ts';
import { caughtUp, checkpoint, confirmation, delivered, statusOf, streamNameOf } from './wire.ts';

type Call = ServerWritableStream<ReadReq, ReadResp>;

/** A server looks at so many events of $all before it tells a filtered subscription how far it is. */
const eventsPerCheckpoint = 32;

/** A subscription to $all or to a stream: what is there, then `caughtUp`, then what comes. */
export function subscribe(books: ServedBooks, call: Call, options: ReadReq.Options): void {
  const fault = books.faults.subscribe.take(subjectOf(options));
  switch (fault?.kind) {
    case undefined:
      new Subscription(books, call, options).begin();
      return;
    case 'SILENCE':
      return;
    case 'END':
      call.end();
      return;
    case 'REFUSE':
      call.emit('error', statusOf(fault.refusal));
      return;
  }
}

class Subscription {
  readonly #books: ServedBooks;
  readonly #call: Call;
  readonly #isWanted: (event: Recorded) => boolean;
  readonly #interval: number | undefined;
  readonly #subject: string;
  #position: bigint;
  #looked = 0;
  #isOver = false;
  #fault: FeedFault | undefined;
  #untilFault = 0;

  constructor(books: ServedBooks, call: Call, options: ReadReq.Options) {
    this.#books = books;
    this.#call = call;
    this.#isWanted = wanted(options);
    this.#interval = options.hasFilter()
      ? eventsPerCheckpoint * Math.max(1, options.getFilter()?.getCheckpointintervalmultiplier() ?? 1)
      : undefined;
    this.#subject = subjectOf(options);
    this.#position = startOf(books, options);
  }

  begin(): void {
    const { log, faults } = this.#books;
    this.#books.subscribers.add(this);
    this.#call.write(confirmation());
    this.#checkpoint();
    this.#deliver();
    if (!this.#isOver) {
      this.#checkpoint();
      this.#call.write(caughtUp());
    }
    const deaf = [log.onAppended(() => this.#deliver()), faults.feed.onSwitched(() => this.#deliver())];
    this.#call.on('close', () => this.#stop(deaf));
    this.#call.on('cancelled', () => this.#stop(deaf));
  }

  #stop(deaf: readonly (() => void)[]): void {
    this.#isOver = true;
    this.#books.subscribers.delete(this);
    for (const stop of deaf) stop();
  }

  #deliver(): void {
    for (const event of this.#books.log.after(this.#position)) {
      if (this.#isStruck()) return;
      this.#position = event.position;
      if (this.#isWanted(event)) this.#send(event);
      this.#looked += 1;
      if (this.#looked % (this.#interval ?? Number.POSITIVE_INFINITY) === 0) this.#checkpoint();
    }
    this.#isStruck();
  }

  /** Only a filtered subscription is told how far it is while there is nothing for it. */
  #checkpoint(): void {
    if (this.#interval !== undefined) this.#call.write(checkpoint(this.#position));
  }

  /** Takes the next fault, and carries out one that ends the deliveries. */
  #isStruck(): boolean {
    if (this.#isOver) return true;
    if (this.#fault === undefined) {
      this.#fault = this.#books.faults.feed.take(this.#subject);
      this.#untilFault = this.#fault?.after ?? 0;
    }
    if (this.#fault === undefined || this.#untilFault > 0) return false;
    this.#isOver = this.#ends(this.#fault);
    return this.#isOver;
  }

  #ends(fault: FeedFault): boolean {
    switch (fault.kind) {
      case 'SILENCE':
        return true;
      case 'END':
        this.#call.end();
        return true;
      case 'REFUSE':
        this.#call.emit('error', statusOf(fault.refusal));
        return true;
      case 'CHECKPOINT_AHEAD':
        this.#call.write(checkpoint(this.#books.log.head));
        this.#call.write(caughtUp());
        this.#call.end();
        return true;
      case 'SKIP':
      case 'TWICE':
        return false;
    }
  }

  #send(event: Recorded): void {
    if (this.#fault === undefined || this.#untilFault > 0) {
      this.#untilFault -= 1;
      this.#call.write(delivered(event));
      return;
    }
    // Only a flaw of one event is left to strike here, and is over with it.
    if (this.#fault.kind === 'TWICE') {
      this.#call.write(delivered(event));
      this.#call.write(delivered(event));
    }
    this.#fault = undefined;
  }
}

function startOf({ log }: ServedBooks, options: ReadReq.Options): bigint {
  const all = options.getAll();
  const stream = options.getStream();
  if (all?.hasEnd() === true || stream?.hasEnd() === true) return log.head;
  const position = all?.getPosition()?.getCommitPosition();
  return position === undefined ? 0n : BigInt(position);
}

/** What a fault is aimed at by the beginning of its name: the stream, or the prefix or pattern of the filter. */
function subjectOf(options: ReadReq.Options): string {
  const filter = options.getFilter();
  const expression = filter?.getStreamIdentifier() ?? filter?.getEventType();
  if (expression === undefined) return streamNameOf(options.getStream()?.getStreamIdentifier());
  return expression.getPrefixList()[0] ?? expression.getRegex();
}

function wanted(options: ReadReq.Options): (event: Recorded) => boolean {
  const from = options.getStream();
  if (from !== undefined) {
    const stream = streamNameOf(from.getStreamIdentifier());
    const after = from.hasRevision() ? BigInt(from.getRevision()) : -1n;
    return (event) => event.stream === stream && event.revision > after;
  }
  const filter = options.getFilter();
  const expression = filter?.getStreamIdentifier() ?? filter?.getEventType();
  if (expression === undefined) return () => true;
  const textOf = filter?.hasStreamIdentifier() === true ? streamOf : typeOf;
  const prefixes = expression.getPrefixList();
  if (prefixes.length > 0) return (event) => prefixes.some((prefix) => textOf(event).startsWith(prefix));
  const pattern = new RegExp(expression.getRegex(), 'u');
  return (event) => pattern.test(textOf(event));
}

const streamOf = ({ stream }: Recorded): string => stream;
const typeOf = ({ type }: Recorded): string => type;
