import { charge } from '../commands.ts';
import { books } from '../given-when-then.ts';
import { type Provocation, refusalOf, refused } from '../provocation.ts';
import { aRun, decidedEnd, decidedRun, openedLedger, recordedIn } from './ledger-of-runs.ts';

const begun = () => recordedIn(openedLedger, decidedRun(openedLedger));
const terms = { method: 'FLAT', amount: '1500', graceDays: 0 };

export const feeRunProvocations = {
  FEE_RUN_TAKEN: { provoke: () => refusalOf(decidedRun(begun())), figures: {}, inputPath: 'runId' },
  FEE_RUN_AHEAD: {
    provoke: () => refusalOf(decidedRun(openedLedger, { ...aRun, effectiveDate: '2024-07-01' })),
    figures: { today: books.today },
    inputPath: 'effectiveDate',
  },
  FEE_RUN_OVER: {
    provoke: () => refusalOf(decidedEnd(recordedIn(begun(), decidedEnd(begun())))),
    figures: {},
    inputPath: 'runId',
  },
  NO_FEE_DUE: refused(
    [charge('c1', '10.00', '04-01')],
    ['ChargeRunFees', { effectiveDate: '2024-04-01', run: { runId: 'r1', period: '2024-04', currency: 'USD', terms } }],
    { leftOut: '0' },
  ),
} as const satisfies Readonly<Record<string, Provocation>>;
