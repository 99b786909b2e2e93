import { openSqliteReader } from '#journal/sqlite-reader.ts';
import { type CommandAnswer, command, type Input } from './api-client.ts';
import type { ServerProcess } from './server-process.ts';

/** How many callers are at the server at once. */
const callers = 16;

interface Sent {
  readonly name: string;
  readonly input: Input;
}

/** Charges, payments of charges, and payments of charges that do not exist, which are refused. */
function commandNumber(number: number): Sent {
  const accountId = `account-${number % 7}`;
  const common = { commandId: `command-${number}`, accountId, currency: 'USD', amount: '25.00' };
  if (number % 3 === 0) {
    return { name: 'PostCharge', input: { ...common, chargeId: `charge-${number}`, category: 'SERVICE' } };
  }
  const payment = { ...common, paymentId: `payment-${number}`, method: 'ACH' };
  if (number % 3 === 1) return { name: 'ReceivePayment', input: { ...payment, strategy: 'OLDEST_DUE_FIRST' } };
  return { name: 'ReceivePayment', input: { ...payment, lines: [{ chargeId: 'nowhere', amount: '25.00' }] } };
}

/** What callers know of the commands they have sent, and what a journal has to be after all that happened to the server. */
export class CrashLoad {
  readonly #sent = new Map<string, Sent>();
  readonly #recordedAs = new Map<string, string>();
  readonly #refused = new Set<string>();
  #number = 0;

  /** So many commands were answered as recorded, and as refused. */
  get answered(): { readonly recorded: number; readonly refused: number } {
    return { recorded: this.#recordedAs.size, refused: this.#refused.size };
  }

  async openBooks(server: ServerProcess): Promise<void> {
    const terms = { baseCurrency: 'USD', timeZone: 'UTC', mode: 'SANDBOX', effectiveDate: '2026-01-01' };
    const opened = await command(server, 'OpenLedger', { commandId: 'open-ledger', ...terms }, 'admin');
    holds(opened.kind === 'RECORDED', 'the ledger is opened');
    for (let account = 0; account < 7; account += 1) {
      const input = { commandId: `open-${account}`, accountId: `account-${account}`, currency: 'USD' };
      const { kind } = await command(server, 'OpenAccount', input);
      holds(kind === 'RECORDED', `account ${account} is opened`);
    }
  }

  /** Callers at work until the server is gone, or until `isOver`; an answer that does not come ends only that command. */
  async run(servers: readonly ServerProcess[], isOver?: () => boolean): Promise<void> {
    const caller = async (_: unknown, index: number): Promise<void> => {
      const server = servers[index % servers.length];
      if (server === undefined) return;
      for (;;) {
        if (isOver?.() === true) return;
        this.#number += 1;
        try {
          await this.#send(server, commandNumber(this.#number));
        } catch {
          if (isOver === undefined) return;
        }
      }
    };
    await Promise.all(Array.from({ length: callers }, caller));
  }

  /** The callers whose answer never came ask again, as they are told to: the same command under the same id. Some never come back. */
  async retryUnanswered(server: ServerProcess, death: number): Promise<void> {
    const open = [...this.#sent].filter(([id]) => !this.#recordedAs.has(id) && !this.#refused.has(id));
    for (const [index, [, one]] of open.entries()) {
      if ((index + death) % 4 !== 3 || death === 0) await this.#send(server, one);
    }
  }

  /** Long afterwards everything is sent once more: what was recorded says so, and at the same position. */
  async retryEverything(server: ServerProcess): Promise<void> {
    const recorded = [...this.#sent].filter(([id]) => this.#recordedAs.has(id));
    const caller = async (): Promise<void> => {
      for (let one = recorded.pop(); one !== undefined; one = recorded.pop()) {
        const [id, { name, input }] = one;
        const answer = await command(server, name, input);
        holds(answer.kind === 'RECORDED' && answer.replayed, `${id} is answered again`);
        this.#remember(id, answer);
      }
    };
    await Promise.all(Array.from({ length: callers }, caller));
  }

  /** Acknowledged is in stored, stored is in sent, each once; what was refused is nowhere. */
  async compareWith(file: string): Promise<void> {
    const reader = openSqliteReader(file);
    const { ordinal: head } = await reader.head();
    const entries = await reader.readAll(0, head);
    reader.close();
    const stored = new Map<string, string>();
    for (const entry of entries) {
      const at = `${entry.stream}/${entry.correlationId}`;
      const before = stored.get(entry.command.id) ?? at;
      holds(before === at, `${entry.command.id} stands in one place, of one request`);
      stored.set(entry.command.id, at);
    }
    holds(
      entries.length === head && entries.every(({ ordinal }, index) => ordinal === index + 1),
      'ordinals have no gap',
    );
    for (const id of this.#recordedAs.keys()) holds(stored.has(id), `${id} was acknowledged, and stands`);
    for (const id of this.#refused) holds(!stored.has(id), `${id} was refused, and stands nowhere`);
    for (const id of stored.keys()) holds(this.#sent.has(id) || id.startsWith('open-'), `${id} stands, and was sent`);
  }

  async #send(server: ServerProcess, { name, input }: Sent): Promise<void> {
    const id = String(input['commandId']);
    this.#sent.set(id, { name, input });
    this.#remember(id, await command(server, name, input));
  }

  #remember(id: string, answer: CommandAnswer): void {
    // Nothing was recorded, and the caller is to come again: no answer to the command.
    if (answer.code === 'JOURNAL_UNAVAILABLE' || answer.code === 'OVERLOADED') return;
    if (answer.kind === 'REJECTED') {
      this.#refused.add(id);
      return;
    }
    // On a server the position may not be known at once; once it is, it is always the same.
    const position = answer.position ?? '';
    const before = this.#recordedAs.get(id) ?? '';
    holds(before === '' || position === '' || position === before, `${id} is at the same position again`);
    this.#recordedAs.set(id, position === '' ? before : position);
  }
}

function holds(isSo: boolean, what: string): void {
  if (!isSo) throw new Error(`it does not hold: ${what}`);
}
