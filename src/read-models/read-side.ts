import type { DatabaseSync } from 'node:sqlite';
import type { JournalReader, JournalState } from '#journal/journal.ts';
import { accountStream } from '#journal/stream-names.ts';
import type { StoredTotals } from '#ledger/periods/period-events.ts';
import type { CalendarDate } from '#money/calendar-date.ts';
import type * as agreed from './agreements.ts';
import type { BookReader } from './book-reader.ts';
import { BookThread } from './book-thread.ts';
import type { BuildReport } from './build-file.ts';
import { commandEntries } from './command-entries.ts';
import type { ClearingFilter, ClearingRow, InTransit, TrialBalance } from './general-ledger.ts';
import * as shown from './presented.ts';
import { type Progress, Projection } from './projection.ts';
import { type Answers, answer, type Kind, type Question } from './questions.ts';
import { nextFile, openForReading, pointTo, removeFilesExcept } from './read-files.ts';
import type {
  AccountFilter,
  AccountRow,
  Aging,
  AgingRequest,
  AuditFilter,
  AuditRow,
  Balance,
  OpenItemFilter,
  OpenItemRow,
  Page,
  PageRequest,
  PartyFilter,
  ReadModels,
  View,
  ViewRequest,
} from './read-models.ts';
import type { ReadStatus } from './read-status.ts';
import type * as cash from './receipts.ts';
import { requireReached } from './require-reached.ts';
import type { CutOffFilter, CutOffRow, LateRow, RollForwardRequest, RollForwardRow } from './roll-forward.ts';
import { Sql } from './sql.ts';
import type { Statement } from './statement.ts';
import { resolveView } from './views.ts';

export interface ReadSideOptions {
  readonly dataDirectory: string;
  /** The main thread's own reader of the journal. */
  readonly journal: JournalReader;
  /** The journal's file, for the thread of the projector; left out for a journal in memory, projected in this one. */
  readonly journalFile?: string | undefined;
  /** Today in the ledger's time zone. */
  readonly today: () => CalendarDate;
  readonly onProgress?: ((ordinal: number, head: number) => void) | undefined;
  /** Given where the journal is kept elsewhere, and others may write it. */
  readonly journalState?: (() => JournalState) | undefined;
}

/** An account with more postings than this is read in the other thread: inline it would hold up everybody else. */
const mostLinesInline = 2_000;

/** One file that is being read: by this thread for a moment's question, by another for the whole book. */
interface Live {
  readonly projection: Progress;
  readonly db: DatabaseSync;
  readonly reader: BookReader;
  readonly thread: BookThread;
}

/** The read models on SQLite. */
export class ReadSide implements ReadModels {
  readonly #options: ReadSideOptions;
  #live: Live;
  #rebuild: Promise<BuildReport> | undefined;
  #building: Projection | undefined;

  constructor(options: ReadSideOptions, projection: Progress) {
    this.#options = options;
    this.#live = this.#open(projection);
  }

  view(request: ViewRequest): Promise<View> {
    const { journal, today, journalState } = this.#options;
    const recordedAt = (ordinal: number): string | undefined => this.#here({ kind: 'recordedAt', of: { ordinal } });
    const projection = (): Progress => this.#live.projection;
    return resolveView({ journal, today, recordedAt, projection, journalState }, request);
  }

  async account(view: View, accountId: string): Promise<AccountRow | undefined> {
    return this.#here({ kind: 'account', of: { view, accountId } });
  }

  async accounts(view: View, filter: AccountFilter, page: PageRequest): Promise<Page<AccountRow>> {
    return this.#here({ kind: 'accounts', of: { view, filter, page } });
  }

  async balance(view: View, accountId: string, party: PartyFilter = {}): Promise<Balance | undefined> {
    const balance = await this.#ofAccount(accountId, { kind: 'balance', of: { view, accountId, party } });
    return balance && shown.balanceOfMinor(balance);
  }

  async aging(view: View, request: AgingRequest): Promise<Aging> {
    const question = { kind: 'aging', of: { view, request } } as const;
    return shown.agingOfMinor(request, await this.#ofAccount(request.accountId, question));
  }

  async openItems(view: View, filter: OpenItemFilter, page: PageRequest): Promise<Page<OpenItemRow>> {
    const question = { kind: 'openItems', of: { view, filter, page } } as const;
    return shown.openItemsOfMinor(await this.#ofAccount(filter.accountId, question));
  }

  async statement(view: View, accountId: string, from: CalendarDate, to: CalendarDate): Promise<Statement | undefined> {
    const question = { kind: 'statement', of: { view, accountId, from, to } } as const;
    const statement = await this.#ofAccount(accountId, question);
    if (statement === undefined) return undefined;
    const revisions = statement.lines.map(({ revision }) => revision);
    return shown.statementOfMinor({ from, to }, await this.#entryIds(accountId, revisions), statement);
  }

  async audit(view: View, filter: AuditFilter, page: PageRequest): Promise<Page<AuditRow>> {
    const command =
      filter.commandId === undefined ? undefined : await commandEntries(this.#options.journal, filter.commandId);
    if (filter.commandId !== undefined && command === undefined) return { rows: [], hasNextPage: false };
    const question = { kind: 'audit', of: { view, filter, page, command } } as const;
    return command === undefined ? this.#ofAccount(filter.accountId, question) : this.#here(question);
  }

  async trialBalance(view: View, currency?: string): Promise<TrialBalance> {
    const { rows, baseCurrency } = await this.#live.thread.ask({ kind: 'trialBalance', of: { view, currency } });
    return shown.trialBalanceOfMinor(rows, baseCurrency);
  }

  async clearing(view: View, filter: ClearingFilter, page: PageRequest): Promise<Page<ClearingRow>> {
    return shown.clearingOfMinor(await this.#live.thread.ask({ kind: 'clearing', of: { view, filter, page } }));
  }

  async rollForward(request: RollForwardRequest): Promise<readonly RollForwardRow[]> {
    return shown.rollForwardOfMinor(await this.#live.thread.ask({ kind: 'rollForward', of: request }));
  }

  async cutOff(view: View, filter: CutOffFilter, page: PageRequest): Promise<Page<CutOffRow>> {
    return this.#live.thread.ask({ kind: 'cutOff', of: { view, filter, page } });
  }

  async lateEntries(view: View, page: PageRequest): Promise<Page<LateRow>> {
    return this.#live.thread.ask({ kind: 'lateEntries', of: { view, page } });
  }

  async periodTotals(view: View): Promise<StoredTotals> {
    return this.#live.thread.ask({ kind: 'periodTotals', of: { view } });
  }

  async holds(view: View, filter: agreed.HoldFilter, page: PageRequest): Promise<Page<agreed.HoldRow>> {
    return this.#ofAccount(filter.accountId, { kind: 'holds', of: { view, filter, page } });
  }

  async disputes(view: View, filter: agreed.DisputeFilter, page: PageRequest): Promise<Page<agreed.DisputeRow>> {
    const question = { kind: 'disputes', of: { view, filter, page } } as const;
    return shown.disputesOfMinor(await this.#ofAccount(filter.accountId, question));
  }

  async paymentPlans(view: View, filter: agreed.PlanFilter, page: PageRequest): Promise<Page<agreed.PlanRow>> {
    return shown.plansOfMinor(await this.#ofAccount(filter.accountId, { kind: 'plans', of: { view, filter, page } }));
  }

  async promises(view: View, filter: agreed.PromiseFilter, page: PageRequest): Promise<Page<agreed.PromiseRow>> {
    return shown.promisesOfMinor(
      await this.#ofAccount(filter.accountId, { kind: 'promises', of: { view, filter, page } }),
    );
  }

  async receipts(view: View, filter: cash.ReceiptFilter, page: PageRequest): Promise<Page<cash.ReceiptRow>> {
    return shown.receiptsOfMinor(await this.#live.thread.ask({ kind: 'receipts', of: { view, filter, page } }));
  }

  async unidentifiedCash(view: View): Promise<cash.UnidentifiedCash> {
    return shown.cashByCauseOfMinor(await this.#live.thread.ask({ kind: 'unidentifiedCash', of: { view } }));
  }

  async unappliedCash(view: View): Promise<cash.UnappliedCash> {
    return shown.cashByCauseOfMinor(await this.#live.thread.ask({ kind: 'unappliedCash', of: { view } }));
  }

  async unappliedPayments(view: View, filter: cash.UnappliedFilter, page: PageRequest): Promise<cash.UnappliedPage> {
    const question = { kind: 'unappliedPayments', of: { view, filter, page } } as const;
    return shown.unappliedPaymentsOfMinor(await this.#live.thread.ask(question));
  }

  async inTransit(limit: number): Promise<readonly InTransit[]> {
    return this.#here({ kind: 'inTransit', of: { limit } });
  }

  async lateFeeSubjects(view: View, currency: string, dueBefore: CalendarDate): Promise<Answers['lateFeeSubjects']> {
    return this.#live.thread.ask({ kind: 'lateFeeSubjects', of: { view, currency, dueBefore } });
  }

  async feeRun(view: View, runId: string, page: PageRequest): Promise<Page<AuditRow>> {
    return this.#here({ kind: 'feeRun', of: { view, runId, page } });
  }

  async status(): Promise<ReadStatus> {
    const { checkpoint, stopped } = this.#live.projection;
    return { checkpoint, stopped, rebuilding: this.#rebuild !== undefined };
  }

  /**
   * Makes the read model anew beside the live one, which goes on answering, and then answers from the new one. Asked
   * again meanwhile, it is the same rebuild.
   */
  rebuild(onProgress?: (ordinal: number, head: number) => void): Promise<BuildReport> {
    this.#rebuild ??= this.#rebuildOnce(onProgress).finally(() => {
      this.#rebuild = undefined;
      this.#building = undefined;
    });
    return this.#rebuild;
  }

  async close(): Promise<void> {
    await this.#building?.stop();
    await this.#rebuild?.catch(() => undefined);
    await this.#closeLive(this.#live);
  }

  #open(projection: Progress): Live {
    const db = openForReading(projection.file);
    const { journal, journalFile } = this.#options;
    const { ledgerId } = journal;
    return {
      projection,
      db,
      reader: { sql: new Sql(db), ledgerId },
      thread: new BookThread({ file: projection.file, ledgerId, journalFile }),
    };
  }

  async #closeLive({ projection, db, thread }: Live): Promise<void> {
    await thread.close();
    db.close();
    // Last, because only the connection that writes can put its log into the file when it is the last one there.
    await projection.stop();
  }

  async #rebuildOnce(onProgress: ((ordinal: number, head: number) => void) | undefined): Promise<BuildReport> {
    const { dataDirectory, journal, journalFile } = this.#options;
    const before = this.#live;
    const file = nextFile(dataDirectory);
    const liveFile = before.projection.file;
    const projection = new Projection({ journal, journalFile, file, isNew: true, liveFile, onProgress });
    this.#building = projection;
    try {
      await this.#catchUp(projection);
      this.#live = this.#open(projection);
    } catch (error) {
      await projection.stop();
      removeFilesExcept(dataDirectory, liveFile);
      throw error;
    }
    pointTo(dataDirectory, file);
    await this.#closeLive(before);
    removeFilesExcept(dataDirectory, file);
    return projection.built ?? { entries: 0, milliseconds: 0, differences: [] };
  }

  /**
   * Until the new file has everything the live one has: what has been answered once is answered again. The live one
   * stands still for the last step, or it would always be a little ahead.
   */
  async #catchUp(projection: Projection): Promise<void> {
    const live = this.#live.projection;
    await requireReached(projection, live.checkpoint);
    await live.stop();
    try {
      await requireReached(projection, live.checkpoint);
    } catch (error) {
      const { journal, journalFile } = this.#options;
      const again = new Projection({ journal, journalFile, file: live.file, isNew: false });
      this.#live = { ...this.#live, projection: again };
      throw error;
    }
  }

  #here<K extends Kind>(question: Question<K>): Answers[K] {
    return answer(this.#live.reader, question);
  }

  /** Inline for an account of ordinary size, in the other thread for a large one or for the whole book. */
  async #ofAccount<K extends Kind>(accountId: string | undefined, question: Question<K>): Promise<Answers[K]> {
    return this.#isSmall(accountId) ? this.#here(question) : this.#live.thread.ask(question);
  }

  #isSmall(accountId: string | undefined): boolean {
    return accountId !== undefined && this.#here({ kind: 'lines', of: { accountId } }) <= mostLinesInline;
  }

  async #entryIds(accountId: string, revisions: readonly number[]): Promise<ReadonlyMap<number, string>> {
    if (revisions.length === 0) return new Map();
    const { journal, journalFile } = this.#options;
    const stream = accountStream(journal.ledgerId, accountId);
    const first = revisions.reduce((least, revision) => Math.min(least, revision));
    if (journalFile !== undefined && !this.#isSmall(accountId))
      return new Map(await this.#live.thread.entryIds(stream, first));
    const entries = await journal.readStream(stream, first);
    return new Map(entries.map(({ revision, id }) => [revision, id]));
  }
}
