import type { Actor } from '#ledger/entry.ts';
import { identifierPattern } from '#ledger/text.ts';
import { isRole, type Role } from './permissions.ts';

/** Who asks, as a verified token says it. Ids are opaque: they may stand in an entry for ever. */
export interface Caller {
  readonly kind: Actor['kind'];
  readonly id: string;
  /** The person for whom a service acts. */
  readonly onBehalfOf?: string;
  /** At least one; the order decides under which of them a command is recorded. */
  readonly roles: readonly Role[];
}

export function actorOf(caller: Caller, role: Role): Actor {
  const { kind, id, onBehalfOf } = caller;
  return onBehalfOf === undefined ? { kind, id, role } : { kind, id, role, onBehalfOf };
}

/** The claims of a token that say who asks. `act` (RFC 8693) is the program that acts for the subject. */
export interface Claims {
  readonly sub?: unknown;
  readonly roles?: unknown;
  readonly act?: unknown;
}

/**
 * The caller that verified claims name; undefined if they name none. A subject that is no opaque id, such as an e-mail
 * address, goes through `pseudonymOf` before it can reach an entry.
 */
export function callerOf(claims: Claims, pseudonymOf: (subject: string) => string): Caller | undefined {
  const subject = idOf(claims.sub, pseudonymOf);
  const roles = Array.isArray(claims.roles) ? claims.roles.filter(isRole) : [];
  if (subject === undefined || roles.length === 0) return undefined;
  const program =
    typeof claims.act === 'object' && claims.act !== null && 'sub' in claims.act ? claims.act.sub : undefined;
  if (program === undefined) return { kind: roles.includes('service') ? 'SERVICE' : 'PERSON', id: subject, roles };
  const id = idOf(program, pseudonymOf);
  return id === undefined ? undefined : { kind: 'SERVICE', id, onBehalfOf: subject, roles };
}

function idOf(subject: unknown, pseudonymOf: (subject: string) => string): string | undefined {
  if (typeof subject !== 'string' || subject === '') return undefined;
  // The alphabet of ids has no @ and no space: no address and no full name fits through it.
  return identifierPattern.test(subject) ? subject : pseudonymOf(subject);
}
