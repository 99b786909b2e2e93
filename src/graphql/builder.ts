import SchemaBuilder from '@pothos/core';
import RelayPlugin from '@pothos/plugin-relay';
import ScopeAuthPlugin from '@pothos/plugin-scope-auth';
import type { CommandName } from '#ledger/commands.ts';
import type { CalendarDate } from '#money/calendar-date.ts';
import type { Money } from '#money/money.ts';
import type { GraphqlContext } from './context.ts';
import { mayMoveClock, mayRead, type ReadScope, roleFor } from './permissions.ts';
import { calendarDateScalar, dateTimeScalar, entryDataScalar, moneyScalar, positionScalar } from './scalars.ts';

interface OwnTypes {
  Context: GraphqlContext;
  DefaultFieldNullability: false;
  DefaultEdgesNullability: { list: false; items: false };
  DefaultNodeNullability: false;
  Scalars: {
    ID: { Input: string; Output: string };
    Money: { Input: string; Output: Money };
    CalendarDate: { Input: string; Output: CalendarDate };
    DateTime: { Input: string; Output: string };
    Position: { Input: string; Output: string };
    EntryData: { Input: never; Output: object };
  };
  AuthScopes: {
    /** The field shows figures, or history. */
    mayRead: ReadScope;
    /** The field runs this command. */
    mayRun: CommandName;
    /** The field moves the clock of a sandbox. */
    mayMoveClock: true;
  };
}

/** Relay lists (https://relay.dev/graphql/connections.htm), forward only; an account is asked for by its own id, not by a global one. */
const relayOptions = {
  cursorType: 'String',
  nodeQueryOptions: false,
  nodesQueryOptions: false,
  edgesFieldOptions: { nullable: { list: false, items: false }, description: 'The rows of this page.' },
  nodeFieldOptions: { nullable: false, description: 'The row.' },
  cursorFieldOptions: { description: 'Goes on after this row.' },
  pageInfoFieldOptions: { description: 'Where the page stands.' },
  pageInfoTypeOptions: { description: 'Where a page stands in its list.' },
  hasNextPageFieldOptions: { description: 'There are more rows: ask with `after: endCursor`.' },
  hasPreviousPageFieldOptions: { description: 'The page was asked for with `after`.' },
  startCursorFieldOptions: { description: 'The cursor of the first row.' },
  endCursorFieldOptions: {
    description: 'The cursor of the last row. It keeps the view: the next page belongs to the same report.',
  },
} as const;

/** What the parts of the schema know of each other. */
export type SchemaTypes = PothosSchemaTypes.ExtendDefaultTypes<OwnTypes>;

export type Builder = ReturnType<typeof createBuilder>;

/** A new builder for each schema, so that building twice in one process shares nothing. */
export function createBuilder() {
  const builder = new SchemaBuilder<OwnTypes>({
    plugins: [ScopeAuthPlugin, RelayPlugin],
    defaultFieldNullability: false,
    relay: relayOptions,
    scopeAuth: {
      // Before a stream is opened, not only at its first event.
      authorizeOnSubscribe: true,
      authScopes: ({ caller }) => ({
        mayRead: (scope) => mayRead(caller, scope),
        mayRun: (command) => roleFor(caller, command) !== undefined,
        mayMoveClock: () => mayMoveClock(caller),
      }),
    },
  });
  builder.addScalarType('Money', moneyScalar);
  builder.addScalarType('CalendarDate', calendarDateScalar);
  builder.addScalarType('DateTime', dateTimeScalar);
  builder.addScalarType('Position', positionScalar);
  builder.addScalarType('EntryData', entryDataScalar);
  builder.queryType({ description: 'What the books say. Every figure names the view that it was taken from.' });
  builder.mutationType({
    description:
      'One mutation for each command of the ledger. A refusal of the books is an answer (CommandRejected), not an error.',
  });
  builder.subscriptionType({
    description:
      'What happens, as it happens: over server-sent events (POST with `accept: text/event-stream`). Streams resume ' +
      'without loss from the position of the last event.',
  });
  return builder;
}
