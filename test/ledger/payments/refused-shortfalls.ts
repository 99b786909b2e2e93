import { apply, charge, line, paid, short, unapply } from '../commands.ts';
import type { Faults } from '../faults.ts';
import type { Sent } from '../given-when-then.ts';
import { refused } from '../provocation.ts';

/** How the books refuse shortfalls: for the catalogue of refusals (refusals.test.ts), and for their order (refusal-order.test.ts). */
const c1 = charge('c1', '100.00', '03-01');

export const shortfallProvocations = {
  NO_SHORTFALL: refused(
    [c1, paid('p1', '20.00', '03-05', line('c1', '20.00')), unapply('p1', '03-20')],
    paid('p2', '80.00', '03-10', short('c1', '80.00', 's1')),
    { bindingDate: '2024-03-10', earliestDate: '2024-03-20' },
    'lines.0.shortfall',
  ),
  SHORTFALL_WHOLE_ONLY: refused(
    [c1, paid('p1', '80.00', '03-05', short('c1', '80.00', 's1'))],
    unapply('p1', '03-10', line('c1', '79.99')),
    { allocated: '80.00', adjustmentId: 's1' },
    'lines',
  ),
};

/** On the desk of refusal-order.test.ts: p1 pays 3.00 of 20.00, and the rest is given up. */
export const shortfallDesk: readonly Sent[] = [
  charge('c7', '20.00', '03-01'),
  charge('c8', '4.00', '03-01'),
  apply('p1', '03-10', short('c7', '3.00', 's1')),
];

export const shortfallFaults: Faults['faults'] = [
  ['DUPLICATE_ID', { lines: [short('c3', '1.00', 's1')] }],
  ['REASON_REQUIRED', { lines: [short('c3', '1.00', 's2', { reasonCode: undefined })] }],
  ['REASON_UNKNOWN', { lines: [short('c3', '1.00', 's3', { kind: 'CHARITY' })] }],
  ['NO_SHORTFALL', { lines: [short('c8', '4.00', 's4')] }],
];

export const partOfShortfall = ['SHORTFALL_WHOLE_ONLY', { lines: [line('c7', '1.00')] }] as const;
export const refundOfShortfall = ['SHORTFALL_WHOLE_ONLY', { amount: '6.00', reopen: [line('c7', '1.00')] }] as const;
