import type { Actor } from '#ledger/entry.ts';
import type { Role } from './permissions.ts';

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
