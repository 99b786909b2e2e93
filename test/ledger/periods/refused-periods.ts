import type { Books } from '#ledger/books.ts';
import { charge } from '../commands.ts';
import { after, books, day, decideSent } from '../given-when-then.ts';
import { type Provocation, refusalOf, refused } from '../provocation.ts';
import {
  calendar,
  close,
  closed,
  decidedOn,
  fence,
  firstMonths,
  ledgerAfter,
  type OnLedger,
  reopen,
} from './ledger-of-periods.ts';

export const lockedBooks: Books = { ...books, lockedThrough: day('2024-03-31') };

function refusedOn(given: readonly OnLedger[], when: OnLedger, figures: Readonly<Record<string, string>>): Provocation {
  const inputPath = when[0] === 'ExtendCalendar' ? 'periodEnds.0' : 'periodEnd';
  return { provoke: () => refusalOf(decidedOn(ledgerAfter(...given), when)), figures, inputPath };
}

export const periodProvocations = {
  CORRECTED_UNKNOWN: refused([], charge('c1', '1.00', '03-31', { corrects: 'nothing-like-that' }), {}, 'corrects'),
  PERIOD_UNKNOWN: refusedOn([firstMonths], close('2024-01-30'), { nextEnd: '2024-01-31', lastEnd: '2024-07-31' }),
  PERIOD_LOCKED: {
    provoke: () => refusalOf(decideSent(after([]).account, charge('c1', '1.00', '03-31'), lockedBooks)),
    figures: { lockedThrough: '2024-03-31', firstOpenDay: '2024-04-01' },
    inputPath: 'effectiveDate',
  },
  CALENDAR_COVERS: refusedOn([firstMonths], calendar('2024-07-31'), { lastEnd: '2024-07-31' }),
  PERIOD_ALREADY_CLOSED: refusedOn([firstMonths, ...closed('2024-01-31')], close('2024-01-31'), {
    closedThrough: '2024-01-31',
  }),
  PERIOD_CLOSING: refusedOn([firstMonths, close('2024-01-31')], close('2024-01-31'), { periodEnd: '2024-01-31' }),
  PERIOD_NOT_NEXT: refusedOn([firstMonths], close('2024-02-29'), { nextEnd: '2024-01-31' }),
  PERIOD_NOT_OVER: refusedOn(
    [firstMonths, ...['2024-01-31', '2024-02-29', '2024-03-31'].flatMap(closed)],
    close('2024-06-30'),
    { today: '2024-06-30' },
  ),
  PERIOD_NOT_CLOSED: refusedOn([firstMonths], reopen('2024-01-31'), {}),
  PERIOD_NOT_LAST: refusedOn([firstMonths, ...['2024-01-31', '2024-02-29'].flatMap(closed)], reopen('2024-01-31'), {
    lastClosed: '2024-02-29',
  }),
  PERIOD_NOT_CLOSING: refusedOn([firstMonths], fence('2024-01-31'), {}),
} as const satisfies Readonly<Record<string, Provocation>>;
