import { prepared } from './prepared-queries.ts';

const answer = `
  __typename
  ... on CommandRecorded {
    position revision replayed dryRun
    account { openCharges unapplied balance }
    entries { type effectiveDate data }
  }
  ... on CommandRejected {
    code message inputPath retryable
    figures { name value }
  }`;

export const postCharge = prepared(
  `
# What would posting a charge do?
# Take dryRun away to record it.
mutation PostCharge($input: PostChargeInput!) {
  postCharge(input: $input) {${answer.replaceAll('\n', '\n  ')}
  }
}`,
  {
    input: {
      commandId: 'try-charge-1',
      accountId: '',
      chargeId: 'try-1',
      category: 'SERVICE',
      currency: 'USD',
      amount: '125.00',
      dryRun: true,
    },
  },
);

export const receivePayment = prepared(
  `
# What would this money pay?
# Take dryRun away to record it.
mutation ReceivePayment($input: ReceivePaymentInput!) {
  receivePayment(input: $input) {${answer.replaceAll('\n', '\n  ')}
  }
}`,
  {
    input: {
      commandId: 'try-payment-1',
      accountId: '',
      paymentId: 'try-1',
      currency: 'USD',
      amount: '40.00',
      method: 'CHECK',
      strategy: 'OLDEST_DUE_FIRST',
      dryRun: true,
    },
  },
);
