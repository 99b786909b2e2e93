import { adjust, charge, voidCharge } from '../commands.ts';
import type { PostingRule } from '../credits/posted-credits.ts';
import { given } from '../given-when-then.ts';

const taxed = charge('c1', '120.00', '03-01', { taxAmount: '20.00' });
const allowance = { kind: 'CONTRACTUAL', reasonCode: 'CONTRACT_RATE' };

/** What the voiding of a charge posts, for posting-rules.test.ts. */
export const voidRules: readonly PostingRule[] = [
  [
    'charge voided: the mirror of the charge and of its adjustments, tax and all',
    () =>
      given(
        taxed,
        adjust('a1', 'c1', '-60.00', '03-05', allowance),
        adjust('a2', 'c1', '6.00', '03-06', { taxAmount: '1.00' }),
      ).when(voidCharge('c1', '03-10')),
    `
    ChargeVoided              Dr ServiceRevenue           100.00
                              Dr TaxPayable                20.00
                              Cr ContractualAllowances     50.00
                              Cr TaxPayable                10.00
                              Dr BillingCorrections         5.00
                              Dr TaxPayable                 1.00
                              Cr AccountsReceivable        66.00  c1#1`,
  ],
  [
    'charge of which nothing was left voided: no receivable moves',
    () => given(taxed, adjust('a1', 'c1', '-120.00', '03-05', allowance)).when(voidCharge('c1', '03-10')),
    `
    ChargeVoided              Dr ServiceRevenue           100.00
                              Dr TaxPayable                20.00
                              Cr ContractualAllowances    100.00
                              Cr TaxPayable                20.00`,
  ],
  [
    'opening item voided: against the opening balance',
    () => {
      const old = { effectiveDate: '2023-05-01', origin: 'OPENING', taxAmount: '8.00' };
      return given(charge('c0', '50.00', '01-01', old)).when(voidCharge('c0', '03-10'));
    },
    `
    ChargeVoided              Dr OpeningBalance            50.00
                              Cr AccountsReceivable        50.00  c0#1`,
  ],
];
