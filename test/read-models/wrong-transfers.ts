import { change, type Patch } from './patches.ts';

/** Wrong books about what goes from account to account, for verify.test.ts: each account by itself is right. */
export const wrongTransfers: readonly (readonly [what: string, code: RegExp, patch: Patch])[] = [
  [
    'something arrives as more than had left',
    /^INV-08 .*does not arrive as it left/,
    change('BalanceTransferredIn', '$.data.amount', "'1'"),
  ],
  [
    'something arrives that had not left',
    /^INV-08 .*had not left/,
    change('BalanceTransferredOut', '$.data.transferId', "'another'"),
  ],
  [
    'an account takes for arrived what is nowhere',
    /^INV-08 .*counts as arrived/,
    change('BalanceTransferredIn', '$.data.transferId', "'another'"),
  ],
];
