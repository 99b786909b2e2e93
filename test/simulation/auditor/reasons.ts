/** The reasons that the simulated desk uses, by command; those of an adjustment by kind, with their contra account. */
const ofCommands: Readonly<Record<string, readonly string[]>> = {
  UnapplyPayment: ['MISAPPLIED', 'PAYER_REQUEST'],
  ReversePayment: ['NSF', 'CHARGEBACK'],
  ReinstatePayment: ['REDEPOSITED', 'CHARGEBACK_WON'],
  TransferResponsibility: ['PATIENT_SHARE', 'NEXT_PAYER'],
  WaiveLateFee: ['GOODWILL', 'HARDSHIP'],
  IssueCredit: ['GOODWILL', 'LOYALTY_CREDIT'],
  UnapplyCredit: ['MISAPPLIED', 'PAYER_REQUEST'],
  VoidCredit: ['CREDIT_EXPIRED', 'CREDIT_ISSUED_IN_ERROR'],
  VoidCharge: ['CHARGED_IN_ERROR', 'NOT_RENDERED'],
  ReinstateLateFee: ['WAIVED_IN_ERROR', 'CONDITION_NOT_MET'],
  WriteOff: ['UNCOLLECTABLE', 'BANKRUPT'],
  ReverseWriteOff: ['COLLECTABLE_AFTER_ALL', 'WRITTEN_OFF_IN_ERROR'],
};

const ofKinds: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  CONTRACTUAL: { CONTRACT_RATE: 'ContractualAllowances' },
  CHARITY: { CHARITY_CARE: 'CharityAllowances' },
  COURTESY: { COURTESY: 'CourtesyAllowances' },
  ADMINISTRATIVE: { NOT_BILLABLE: 'AdministrativeAdjustments' },
  SMALL_BALANCE: { SMALL_BALANCE: 'SmallBalanceAdjustments' },
  CORRECTION: { WRONG_AMOUNT: 'BillingCorrections', ADJUSTED_IN_ERROR: 'BillingCorrections' },
};

export function wrongReason(command: string, code: string | undefined, kind?: string): string | false {
  if (code === undefined) return 'REASON_REQUIRED';
  const isKnown = kind === undefined ? ofCommands[command]?.includes(code) : contraOf(kind, code) !== undefined;
  return isKnown === true ? false : 'REASON_UNKNOWN';
}

export function contraOf(kind: string, code: string): string | undefined {
  return ofKinds[kind]?.[code];
}
