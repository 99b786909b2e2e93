import type { Builder } from './builder.ts';
import type { ConnectionParts } from './builder-connections.ts';
import type { Enums } from './enums.ts';
import type { addKnownAt } from './view.ts';

/** What the queries of one schema are made with. */
export interface SchemaParts extends ConnectionParts {
  readonly builder: Builder;
  readonly enums: Enums;
  readonly knownAt: ReturnType<typeof addKnownAt>;
}
