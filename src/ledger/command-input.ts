import { z } from 'zod';
import { decimalTextPattern } from '#money/money.ts';
import { writeOutAmounts } from './amounts-in-input.ts';
import { type Rejection, reject } from './rejections.ts';
import { currencyCode, dateText, identifier, itemNumber, payerClass } from './text.ts';

/**
 * The form of what callers send, described once: zod checks it at the edge, GraphQL inputs and the schema
 * pages are made from it. `meta({ scalar })` names the GraphQL scalar of a text.
 */
const looksLikeCardOrSecurityNumber = /^(?:[0-9][-.]?){13,19}$|^[0-9]{3}-[0-9]{2}-[0-9]{4}$/;

export const moneyText = z
  .string()
  .regex(decimalTextPattern, 'expected a decimal number as text, as in "15.00"')
  .meta({ scalar: 'Money' });

export const dateInput = dateText.meta({ scalar: 'CalendarDate' });

const referenceInput = identifier.refine(
  (text) => !looksLikeCardOrSecurityNumber.test(text),
  'expected an opaque reference; this looks like the number of a card or a person',
);

/** The account holder when left out; otherwise a payer and its class. */
export const partyInput = z
  .strictObject({
    payerId: identifier.describe('The payer, an opaque id.'),
    payerClass: payerClass.describe('The class of the payer, an upper-case code such as MEDICARE or COMMERCIAL.'),
  })
  .meta({ title: 'PayerInput', description: 'A payer that owes or pays; left out means the account holder (SELF).' });

export const lineInput = z
  .strictObject({
    chargeId: identifier.describe('The charge.'),
    item: itemNumber.optional().describe('The item of the charge; left out, its open items are taken in order.'),
    amount: moneyText.describe('The amount for this charge or item.'),
  })
  .meta({ title: 'LineInput', description: 'An amount for a charge or one of its items.' });

export const itemInput = z
  .strictObject({
    chargeId: identifier.describe('The charge.'),
    item: itemNumber.optional().describe('The item; 1 when left out.'),
  })
  .meta({ title: 'ItemInput', description: 'An item of a charge.' });

export const currencyField = currencyCode.describe('The currency of every amount in this command.');

/** Fields that every command has. */
export const commandFields = {
  commandId: identifier.describe(
    'Yours, unique in the ledger for ever: the key to safe retries. Sent again with the same content it answers again and records nothing.',
  ),
  reference: referenceInput.optional().describe('An opaque id of a document or ticket that explains the command.'),
  source: z
    .strictObject({
      system: identifier.describe('The system it came from.'),
      id: identifier.describe('Its id there.'),
    })
    .meta({ title: 'SourceInput', description: 'Where a command came from, if from another system.' })
    .optional()
    .describe('Where it came from, if from another system.'),
  dryRun: z.boolean().optional().describe('Answer what would happen and record nothing.'),
};

export const effectiveDateField = dateInput
  .optional()
  .describe('The business day; today in the time zone of the ledger when left out.');

const atLeast = (figure: string) => moneyText.optional().describe(`After the command ${figure} is at least this.`);

/** What the caller takes for granted. It is no content: the same command under another condition is the same command. */
const expectInput = z
  .strictObject({
    revision: z.int().min(-1).optional().describe('Of the last entry of the account before the command; -1: none yet.'),
    balanceAtLeast: atLeast('the balance'),
    balanceAtMost: moneyText.optional().describe('After the command the balance is at most this.'),
    unappliedAtLeast: atLeast('what is unapplied'),
    openChargesAtLeast: atLeast('what is open'),
  })
  .meta({
    title: 'ExpectInput',
    description:
      'Conditions, checked last; where one does not hold, nothing is recorded (CONDITION_FAILED). Figures are over everything recorded, whatever its date. A command sent again answers again without looking at them.',
  });

export type Expect = z.output<typeof expectInput>;

export const accountFields = {
  ...commandFields,
  accountId: identifier.describe('The account.'),
  effectiveDate: effectiveDateField,
  corrects: identifier
    .optional()
    .describe(
      'The id of the command on this account that it corrects. A correction posts on an open day; reports show those of earlier periods apart.',
    ),
  expect: expectInput.optional().describe('Record it only if this holds.'),
};

export const reasonField = identifier.optional().describe('The reason code; see the list of reasons.');

/** A form, checked: the value as sent (amounts with all their decimals, nothing filled in), or a refusal. */
export function parseInput<Schema extends z.ZodObject>(schema: Schema, raw: unknown): z.output<Schema> | Rejection {
  const parsed = schema.safeParse(raw);
  if (!parsed.success) return invalid(parsed.error.issues[0]);
  const currency: unknown = parsed.data['currency'];
  const fault = typeof currency === 'string' ? writeOutAmounts(parsed.data, currency) : undefined;
  return fault ?? parsed.data;
}

function invalid(issue: z.core.$ZodIssue | undefined): Rejection {
  const path = issue?.path.map(String).join('.');
  return reject('INPUT_INVALID', { expected: expectation(issue) }, path === '' ? undefined : path);
}

/** What would have been right. Only our own words and the names of types: zod's messages may repeat what was sent. */
function expectation(issue: z.core.$ZodIssue | undefined): string {
  switch (issue?.code) {
    case 'invalid_type':
      return `a value of type ${issue.expected}`;
    case 'invalid_value':
      return `one of ${issue.values.map(String).join(', ')}`;
    case 'too_big':
      return `at most ${issue.maximum}`;
    case 'too_small':
      return `at least ${issue.minimum}`;
    case 'unrecognized_keys':
      return 'only the fields of this command';
    case 'invalid_format':
    case 'custom':
      return issue.message.replace(/^expected /, '');
    default:
      return 'the form that the schema describes';
  }
}
