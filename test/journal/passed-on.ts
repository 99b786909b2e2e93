import type { Journal } from '#journal/journal.ts';

/** Every way to a journal, passed on as it is: what stands before one spreads this, and writes down only what it changes. */
export function passedOn(journal: Journal): Journal {
  return {
    journalId: journal.journalId,
    ledgerId: journal.ledgerId,
    isShared: journal.isShared,
    appendDeadline: journal.appendDeadline,
    book: journal.book,
    file: journal.file,
    state: () => journal.state(),
    append: (request) => journal.append(request),
    readStream: (stream, from, limit) => journal.readStream(stream, from, limit),
    readAll: (after, limit) => journal.readAll(after, limit),
    head: () => journal.head(),
    follow: (after, signal) => journal.follow(after, signal),
    findCommand: (commandId) => journal.findCommand(commandId),
    tokenOf: (ordinal) => journal.tokenOf(ordinal),
    ordinalOf: (token) => journal.ordinalOf(token),
    knownAt: (instant) => journal.knownAt(instant),
    close: () => journal.close(),
  };
}
