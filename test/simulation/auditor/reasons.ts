import type { Desk } from './desk.ts';
import type { Told, ToldReason } from './told.ts';

/** A list of reasons that was published, in force from its day on. */
export interface ReasonListPaper {
  readonly version: string;
  readonly day: string;
  readonly reasons: readonly ToldReason[];
}

/** The reasons that ship, as far as the simulated desk uses them, by command. */
const ofCommands: Readonly<Record<string, readonly string[]>> = {
  UnapplyPayment: ['MISAPPLIED', 'PAYER_REQUEST'],
  ReversePayment: ['NSF', 'CHARGEBACK'],
  ReinstatePayment: ['REDEPOSITED', 'CHARGEBACK_WON'],
  RefundPayment: ['OVERPAYMENT', 'REFUND_REQUESTED'],
  RefundCredit: ['OVERPAYMENT', 'REFUND_REQUESTED'],
  ReverseRefund: ['REFUND_STALE', 'REFUND_RETURNED'],
  TransferResponsibility: ['PATIENT_SHARE', 'NEXT_PAYER', 'PAYER_REQUEST'],
  WaiveLateFee: ['GOODWILL', 'HARDSHIP'],
  IssueCredit: ['GOODWILL', 'LOYALTY_CREDIT'],
  UnapplyCredit: ['MISAPPLIED', 'PAYER_REQUEST'],
  VoidCredit: ['CREDIT_EXPIRED', 'CREDIT_ISSUED_IN_ERROR'],
  VoidCharge: ['CHARGED_IN_ERROR', 'NOT_RENDERED', 'WRONG_ACCOUNT'],
  TransferBalance: ['WRONG_ACCOUNT', 'ACCOUNTS_JOINED', 'TRANSFERRED_IN_ERROR'],
  UnidentifyReceipt: ['WRONG_ACCOUNT', 'WRONG_PAYER'],
  ReturnReceipt: ['NOT_FOR_US', 'SENDER_REQUEST'],
  ReverseReceipt: ['NSF', 'CHARGEBACK'],
  ReinstateLateFee: ['WAIVED_IN_ERROR', 'CONDITION_NOT_MET'],
  WriteOff: ['UNCOLLECTABLE', 'BANKRUPT'],
  ReopenPeriod: ['LATE_DOCUMENT', 'AUDIT_FINDING'],
  ReverseWriteOff: ['COLLECTABLE_AFTER_ALL', 'WRITTEN_OFF_IN_ERROR'],
};

/** Those of an adjustment, with the kind they explain and their contra account. */
const ofAdjustments: readonly (readonly [code: string, kind: string, contraAccount: string])[] = [
  ['CONTRACT_RATE', 'CONTRACTUAL', 'ContractualAllowances'],
  ['CHARITY_CARE', 'CHARITY', 'CharityAllowances'],
  ['COURTESY', 'COURTESY', 'CourtesyAllowances'],
  ['NOT_BILLABLE', 'ADMINISTRATIVE', 'AdministrativeAdjustments'],
  ['SMALL_BALANCE', 'SMALL_BALANCE', 'SmallBalanceAdjustments'],
  ['WRONG_AMOUNT', 'CORRECTION', 'BillingCorrections'],
  ['ADJUSTED_IN_ERROR', 'CORRECTION', 'BillingCorrections'],
];

const shippedCodes = [...new Set(Object.values(ofCommands).flat())];

const shipped: readonly ToldReason[] = [
  ...shippedCodes.map((code) => ({
    code,
    label: code,
    commands: Object.keys(ofCommands).filter((command) => ofCommands[command]?.includes(code)),
  })),
  ...ofAdjustments.map(([code, kind, contraAccount]) => ({
    code,
    label: code,
    commands: ['AdjustCharge'],
    kinds: [kind],
    contraAccount,
  })),
];

export const shippedVersion = 'default-1';

/** Lists add codes or take the place of the same code, each from its own day on; what was published last counts. */
function reasonOn(lists: readonly ReasonListPaper[], code: string, day: string): ToldReason | undefined {
  const inForce = lists.filter((list) => list.day <= day).flatMap(({ reasons }) => reasons);
  return [...shipped, ...inForce].findLast((reason) => reason.code === code);
}

/** The name of the last list that is in force on the day. */
export function versionOn(lists: readonly ReasonListPaper[], day: string): string {
  return lists.findLast((list) => list.day <= day)?.version ?? shippedVersion;
}

type ReasonDesk = Pick<Desk, 'lists' | 'today'>;

/** The reason that a command gives, if it is valid for the command, for the kind and on the day. */
export function reasonFor(desk: ReasonDesk, { name, input }: Told): ToldReason | undefined {
  const day = input.effectiveDate ?? desk.today;
  const reason = reasonOn(desk.lists, input.reasonCode ?? '', day);
  if (reason === undefined || !reason.commands.includes(name)) return undefined;
  if (day < (reason.validFrom ?? day) || day > (reason.validTo ?? day)) return undefined;
  return name !== 'AdjustCharge' || reason.kinds?.includes(input.kind ?? '') === true ? reason : undefined;
}

export function wrongReason(desk: ReasonDesk, told: Told): string | false {
  if (told.input.reasonCode === undefined) return 'REASON_REQUIRED';
  return reasonFor(desk, told) === undefined && 'REASON_UNKNOWN';
}

/** Situations that an accepted command with a reason is an example of. */
export function reachedByReason(desk: Desk, told: Told): readonly string[] {
  const reason = reasonFor(desk, told);
  if (reason === undefined || shipped.includes(reason)) return [];
  return [
    'a reason that was published',
    ...(shipped.some(({ code }) => code === reason.code) ? ['a reason that took the place of one that ships'] : []),
    ...(reason.contraAccount === undefined ? [] : ['an adjustment for a reason that was published']),
  ];
}

/** Situations of a refusal: the reason is there, and not on this day. */
export function reachedByWrongReason(desk: Desk, told: Told): readonly string[] {
  const day = told.input.effectiveDate ?? desk.today;
  const named = desk.lists.flatMap((list) =>
    list.reasons.filter(({ code }) => code === told.input.reasonCode).map((reason) => ({ ...reason, list })),
  );
  if (named.some(({ validTo }) => validTo !== undefined && validTo < day))
    return ['a reason that has ended is refused'];
  const isEarly = named.some(({ list, validFrom }) => day < (validFrom ?? list.day));
  return isEarly ? ['a reason that is not yet in force is refused'] : [];
}
