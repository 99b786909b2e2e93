/**
 * What the auditor is told of a command: its name and what was sent, as plain values. It is a shape of its own, so
 * that the auditor depends on no code that it audits.
 */
export interface Told {
  readonly name: string;
  readonly input: Input;
}

export interface ToldPayer {
  readonly payerId: string;
  readonly payerClass: string;
}

export interface ToldShortfall {
  readonly adjustmentId: string;
  readonly kind: string;
  readonly reasonCode?: string | undefined;
}

export interface ToldLine {
  readonly chargeId: string;
  readonly item?: number | undefined;
  readonly amount?: string | undefined;
  readonly shortfall?: ToldShortfall | undefined;
}

export interface ToldCover {
  readonly chargeId: string;
  readonly item?: number | undefined;
}

interface ToldEqualParts {
  readonly count: number;
  readonly firstDueDate: string;
  readonly every: string;
}

export interface ToldConditions {
  readonly revision?: number | undefined;
  readonly balanceAtLeast?: string | undefined;
  readonly balanceAtMost?: string | undefined;
  readonly unappliedAtLeast?: string | undefined;
  readonly openChargesAtLeast?: string | undefined;
}

interface ToldItem {
  readonly amount: string;
  readonly dueDate?: string | undefined;
  readonly payer?: ToldPayer | undefined;
}

export interface ToldFeeTerms {
  readonly method: string;
  readonly amount?: string | undefined;
  readonly percent?: string | undefined;
  readonly daysInYear?: number | undefined;
  readonly graceDays?: number | undefined;
  readonly mostAmount?: string | undefined;
  readonly leastAmount?: string | undefined;
  readonly noticeDays?: number | undefined;
}

export interface ToldReason {
  readonly code: string;
  readonly label: string;
  readonly commands: readonly string[];
  readonly kinds?: readonly string[] | undefined;
  readonly contraAccount?: string | undefined;
  readonly validFrom?: string | undefined;
  readonly validTo?: string | undefined;
}

/** A part of a receipt, and the account that it is given to. */
export interface ToldPart {
  readonly accountId: string;
  readonly paymentId: string;
  readonly amount: string;
  readonly payer?: ToldPayer | undefined;
  readonly lines?: readonly ToldLine[] | undefined;
  readonly strategy?: string | undefined;
  readonly priority?: readonly string[] | undefined;
}

export interface Input {
  readonly commandId: string;
  /** Absent where the command is one of the ledger itself. */
  readonly accountId?: string | undefined;
  readonly dryRun?: boolean;
  readonly effectiveDate?: string | undefined;
  readonly currency?: string | undefined;
  readonly reasonCode?: string | undefined;
  readonly amount?: string | undefined;
  readonly baseAmount?: string | undefined;
  readonly rate?: { readonly rate: string; readonly source: string } | undefined;
  readonly chargeId?: string | undefined;
  readonly item?: number | undefined;
  readonly category?: string | undefined;
  readonly origin?: string | undefined;
  readonly taxAmount?: string | undefined;
  readonly items?: readonly ToldItem[] | undefined;
  readonly dueDate?: string | undefined;
  readonly serviceDate?: string | undefined;
  readonly adjustmentId?: string | undefined;
  readonly kind?: string | undefined;
  readonly undoes?: string | undefined;
  readonly creditId?: string | undefined;
  readonly paymentId?: string | undefined;
  readonly method?: string | undefined;
  readonly payer?: ToldPayer | undefined;
  readonly lines?: readonly ToldLine[] | undefined;
  readonly refundId?: string | undefined;
  readonly fromUnapplied?: string | undefined;
  readonly reopen?: readonly ToldLine[] | undefined;
  readonly pending?: boolean | undefined;
  readonly strategy?: string | undefined;
  readonly priority?: readonly string[] | undefined;
  readonly expect?: ToldConditions | undefined;
  readonly receiptId?: string | undefined;
  readonly parts?: readonly ToldPart[] | undefined;
  readonly transferId?: string | undefined;
  readonly toAccountId?: string | undefined;
  readonly toPayer?: ToldPayer | undefined;
  readonly feeOn?: { readonly chargeId: string; readonly item?: number | undefined } | undefined;
  readonly period?: string | undefined;
  readonly runId?: string | undefined;
  readonly terms?: ToldFeeTerms | undefined;
  readonly holdId?: string | undefined;
  readonly holdOn?: { readonly chargeId: string; readonly item?: number | undefined } | undefined;
  readonly disputeId?: string | undefined;
  readonly promiseId?: string | undefined;
  readonly promisedDate?: string | undefined;
  readonly covers?: readonly ToldCover[] | undefined;
  readonly planId?: string | undefined;
  readonly instalments?: readonly { readonly dueDate: string; readonly amount: string }[] | undefined;
  readonly equalParts?: ToldEqualParts | undefined;
  readonly outcome?: string | undefined;
  readonly writeOffId?: string | undefined;
  readonly version?: string | undefined;
  readonly reasons?: readonly ToldReason[] | undefined;
  readonly waiverId?: string | undefined;
  readonly periodEnds?: readonly string[] | undefined;
  readonly periodEnd?: string | undefined;
  readonly source?: { readonly system: string; readonly id: string } | undefined;
  /** Nothing of this name is asked for by any command. */
  readonly note?: string;
}
