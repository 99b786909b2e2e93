import { type CommandName, commandInputs, isOfLedger } from '#ledger/commands.ts';

/** Who may do what: the one table. A token names one or more of these roles. */
export const roles = [
  'billing_specialist',
  'cash_poster',
  'supervisor',
  'finance',
  'auditor',
  'compliance_reviewer',
  'admin',
  'service',
] as const;

export type Role = (typeof roles)[number];

/** FIGURES: what is owed and how old it is. HISTORY: who did what and why, entry by entry. */
const readScopes = ['FIGURES', 'HISTORY'] as const;

export type ReadScope = (typeof readScopes)[number];

interface Permissions {
  /** May move the clock of a sandbox forward. */
  readonly movesClock?: true;
  readonly reads: readonly ReadScope[];
  readonly commands: readonly CommandName[];
}

export const commandNames: readonly CommandName[] = Object.keys(commandInputs).filter(isCommandName);
/** On an account, or on a receipt. */
const everyAccountCommand = commandNames.filter((name) => !isOfLedger(name));

/**
 * Billing and cash are two desks: who posts a charge does not post the money for it, nor the other way round. What undoes money, forgives a fee
 * or gives a debt up is the supervisor's, and so is saying that a hold or a dispute protects nobody any more, and a run that fines the whole book. Which reasons there are is said neither by those who give them nor by those who
 * review them. Finance closes periods, and whoever closes does not reopen. Who checks (auditor, compliance) records nothing, finance nothing on an account.
 */
export const permissions: { readonly [Name in Role]: Permissions } = {
  billing_specialist: {
    reads: ['FIGURES'],
    commands: [
      'OpenAccount',
      'PostCharge',
      'AdjustCharge',
      'TransferResponsibility',
      'TransferBalance',
      'AssessLateFee',
      'PlaceHold',
      'OpenDispute',
      'RecordPromise',
      'CancelPromise',
      'AgreePaymentPlan',
      'RevisePaymentPlan',
      'BreakPaymentPlan',
      'CompletePaymentPlan',
    ],
  },
  cash_poster: {
    reads: ['FIGURES'],
    commands: [
      'ReceivePayment',
      'SettlePayment',
      'FailPayment',
      'ApplyPayment',
      'UnapplyPayment',
      'ApplyCredit',
      'UnapplyCredit',
      'RecoverBadDebt',
      'TransferBalance',
      'RecordReceipt',
      'IdentifyReceipt',
    ],
  },
  supervisor: { reads: ['FIGURES', 'HISTORY'], commands: [...everyAccountCommand, 'ReopenPeriod', 'RunLateFees'] },
  finance: { reads: ['FIGURES', 'HISTORY'], commands: ['ExtendCalendar', 'ClosePeriod'] },
  auditor: { reads: ['FIGURES', 'HISTORY'], commands: [] },
  compliance_reviewer: { reads: ['FIGURES', 'HISTORY'], commands: [] },
  admin: {
    movesClock: true,
    reads: ['FIGURES', 'HISTORY'],
    commands: ['OpenLedger', 'PublishReasonList', 'OpenAccount', 'ExtendCalendar', 'ReopenPeriod'],
  },
  service: { movesClock: true, reads: ['FIGURES', 'HISTORY'], commands: [...everyAccountCommand, 'RunLateFees'] },
};

export function isRole(text: unknown): text is Role {
  return roles.some((role) => role === text);
}

export function mayRead(caller: { readonly roles: readonly Role[] }, scope: ReadScope): boolean {
  return caller.roles.some((role) => permissions[role].reads.includes(scope));
}

export function mayMoveClock(caller: { readonly roles: readonly Role[] }): boolean {
  return caller.roles.some((role) => permissions[role].movesClock === true);
}

/** Whom a caller may ask who may not do it: those who may do all of it in one role. */
export function rolesThatMay(commands: readonly CommandName[]): readonly Role[] {
  return roles.filter((role) => commands.every((name) => permissions[role].commands.includes(name)));
}

/**
 * The role under which a caller may run a command, which is the one that the entry names; undefined if none may. Where the
 * command also does what another one is for, the caller needs to be allowed that too, if need be in another role.
 */
export function roleFor(
  caller: { readonly roles: readonly Role[] },
  command: CommandName,
  also: readonly CommandName[] = [],
): Role | undefined {
  const may = (role: Role, name: CommandName): boolean => permissions[role].commands.includes(name);
  const able = caller.roles.filter((role) => may(role, command));
  const isAllowedAll = also.every((name) => caller.roles.some((role) => may(role, name)));
  return isAllowedAll ? (able.find((role) => also.every((name) => may(role, name))) ?? able[0]) : undefined;
}

/**
 * Who takes the money does not decide that less is owed: otherwise a part of it could be kept, and given up in the books. A line
 * that gives up its rest adjusts a charge, so it needs who may do that. What moves to another account is billing's or the cash
 * desk's, as it is a debt or money.
 */
export function alsoNeeded(input: unknown, command?: CommandName): readonly CommandName[] {
  if (command === 'TransferBalance') return [isOfCharge(input) ? 'TransferResponsibility' : 'ApplyPayment'];
  const lines: unknown = typeof input === 'object' && input !== null && 'lines' in input ? input.lines : undefined;
  return Array.isArray(lines) && lines.some(givesUp) ? ['AdjustCharge'] : [];
}

function isOfCharge(input: unknown): boolean {
  const given = typeof input === 'object' && input !== null && 'chargeId' in input ? input.chargeId : null;
  return given !== null && given !== undefined;
}

/** Before the form is checked: a null is a field left out. */
function givesUp(line: unknown): boolean {
  return typeof line === 'object' && line !== null && 'shortfall' in line && line.shortfall !== null;
}

function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(commandInputs, name);
}
