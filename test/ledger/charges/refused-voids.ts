import { evolveFact } from '#ledger/evolve.ts';
import {
  adjust,
  applyCredit,
  charge,
  credit,
  fee,
  line,
  medicare,
  paid,
  payment,
  transfer,
  unapply,
  voidCharge,
} from '../commands.ts';
import { beforeOpening, type Faults, noReason, otherReason } from '../faults.ts';
import { after, day, decideSent, type Sent } from '../given-when-then.ts';
import { refusalOf, refused } from '../provocation.ts';

/** How the books refuse to void a charge, and whatever names one that is voided. */
const c1 = charge('c1', '100.00', '03-01');

/** What of a reversed payment had been refunded is posted as a charge by the ledger itself. */
function voidingARecharge() {
  const { account } = after([payment('p1', '50.00', '03-02')]);
  const recharged = evolveFact(account, {
    type: 'ChargePosted',
    effectiveDate: day('2024-03-05'),
    data: {
      chargeId: 'recharge:1',
      origin: 'RECHARGE',
      rechargeOf: 'p1',
      category: 'OTHER',
      currency: 'USD',
      amount: '500',
      items: [{ item: 1, party: { partyClass: 'SELF' }, dueDate: day('2024-03-05'), amount: '500' }],
    },
  });
  return refusalOf(decideSent(recharged, voidCharge('recharge:1', '03-10')));
}

export const voidProvocations = {
  FEE_NOT_VOIDABLE: refused(
    [c1, fee('f1', '12.00', '03-20', 'c1')],
    voidCharge('f1', '03-25'),
    { category: 'LATE_FEE' },
    'chargeId',
  ),
  RECHARGE_NOT_VOIDABLE: { provoke: voidingARecharge, figures: {}, inputPath: 'chargeId' },
  CHARGE_VOIDED: refused(
    [c1, voidCharge('c1', '03-05')],
    adjust('a1', 'c1', '-1.00', '03-03'),
    { voidedOn: '2024-03-05' },
    'chargeId',
  ),
  CHARGE_HAS_TRANSFER: refused(
    [c1, transfer('t1', 'c1', '40.00', '03-05', { toPayer: medicare })],
    voidCharge('c1', '03-10'),
    { items: '2' },
    'chargeId',
  ),
  CHARGE_HAS_PAYMENT: refused(
    [c1, paid('p1', '30.00', '03-10', line('c1', '30.00')), unapply('p1', '03-20')],
    voidCharge('c1', '03-05'),
    { allocated: '30.00', bindingDate: '2024-03-10', earliestDate: '2024-03-20' },
    'chargeId',
  ),
};

/** Charges on the desk of refusal-order.test.ts that can be voided, or cannot any more. */
export const voidDesk: readonly Sent[] = [
  charge('v1', '10.00', '03-01'),
  charge('v2', '10.00', '03-01'),
  voidCharge('v2', '03-02'),
  charge('v3', '10.00', '03-01'),
  credit('k9', '10.00', '03-02'),
  applyCredit('k9', '03-02', line('v3', '4.00')),
  ['UnapplyCredit', { creditId: 'k9', effectiveDate: '2024-03-25', reasonCode: 'MISAPPLIED' }],
  charge('v4', '10.00', '03-01'),
  paid('p9', '10.00', '03-02', line('v4', '1.00')),
];

export const voidFaults: Readonly<Record<string, Faults>> = {
  VoidCharge: {
    sound: voidCharge('v1', '03-20'),
    faults: [
      ['CHARGE_UNKNOWN', { chargeId: 'none' }],
      noReason,
      otherReason,
      beforeOpening,
      ['ALREADY_REVERSED', { chargeId: 'v2' }],
      ['FEE_NOT_VOIDABLE', { chargeId: 'f1' }],
      ['CHARGE_HAS_PAYMENT', { chargeId: 'v4' }],
      ['EFFECTIVE_BEFORE_ORIGINAL', { effectiveDate: '2024-02-01' }],
      ['BACKDATE_CONFLICT', { chargeId: 'v3' }],
    ],
  },
};
