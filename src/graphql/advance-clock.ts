import { type CalendarDate, dateInZone } from '#money/calendar-date.ts';
import { instantIn } from './arguments.ts';
import type { Builder } from './builder.ts';
import { badInput, failure } from './failures.ts';

interface LedgerTime {
  readonly now: string;
  readonly today: CalendarDate;
}

/** For an integrator who lives through months of due dates and fees in a test. It is no command: nothing is recorded. */
export function addAdvanceClock(builder: Builder): void {
  const time = addLedgerTime(builder);
  builder.mutationField('advanceClock', (t) =>
    t.field({
      type: time,
      description:
        'Moves the clock of a sandbox forward, where the server was started with CLOCK=manual. Recorded time and today come ' +
        'from it; tokens, deadlines and limits go by the real time. It never goes backwards. Elsewhere: CLOCK_NOT_MANUAL.',
      authScopes: { mayMoveClock: true },
      args: { to: t.arg({ type: 'DateTime', required: true, description: 'The instant that it shows from now on.' }) },
      resolve: async (_root, args, { testClock, terms }): Promise<LedgerTime> => {
        const opened = await terms();
        if (testClock === undefined || opened?.mode !== 'SANDBOX') throw failure('CLOCK_NOT_MANUAL');
        const to = Date.parse(instantIn(args.to, 'to'));
        if (!testClock.advance(to)) throw badInput('to', 'an instant not before the time of the ledger');
        return { now: new Date(to).toISOString(), today: dateInZone(to, opened.timeZone) };
      },
    }),
  );
}

function addLedgerTime(builder: Builder) {
  return builder.objectRef<LedgerTime>('LedgerTime').implement({
    description: 'What time it is for the ledger.',
    fields: (t) => ({
      now: t.expose('now', { type: 'DateTime', description: 'The instant: what is recorded next is recorded then.' }),
      today: t.expose('today', { type: 'CalendarDate', description: 'The day in the time zone of the ledger.' }),
    }),
  });
}
