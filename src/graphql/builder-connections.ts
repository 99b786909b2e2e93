import type { PageInfoShape } from '@pothos/plugin-relay';
import type { View } from '#read-models/read-models.ts';
import type { Builder, SchemaTypes } from './builder.ts';
import { writeCursor } from './cursor.ts';
import type { addFigure, Viewed } from './view.ts';

/** A page of a Relay list: https://relay.dev/graphql/connections.htm, forward only. */
export interface Connection<Node> {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
  readonly pageInfo: Readonly<PageInfoShape>;
}

type NoGaps = SchemaTypes['DefaultEdgesNullability'];
type NodeRef<Node> = PothosSchemaTypes.ObjectRef<SchemaTypes, Node>;
export type FigureConnectionRef<Node> = PothosSchemaTypes.ObjectRef<SchemaTypes, Connection<Node> & Viewed>;

/** What the connections of one schema have in common. */
export interface ConnectionParts {
  readonly figure: ReturnType<typeof addFigure>;
}

/** A kind of list: what its types are called, and its rows, one of `what`. */
export interface ListOf<Node> {
  readonly name: string;
  readonly node: NodeRef<Node>;
  readonly what: string;
}

/** The connection type of one kind of row, inside something that names its view. */
export function addConnection<Node>(builder: Builder, list: ListOf<Node>) {
  return builder.connectionObject(
    { type: list.node, name: `${list.name}Connection`, description: `A page of ${list.what}.` },
    edgeOf(list),
  );
}

/** The connection type of one kind of row, which names its view itself. */
export function addFigureConnection<Node>(
  builder: Builder,
  { figure }: ConnectionParts,
  list: ListOf<Node>,
): FigureConnectionRef<Node> {
  const connection = builder.connectionObject<NodeRef<Node>, Connection<Node> & Viewed, NoGaps, false, [typeof figure]>(
    {
      type: list.node,
      name: `${list.name}Connection`,
      description: `A page of ${list.what}. Every page of one walk shows the same view.`,
      interfaces: [figure],
    },
    edgeOf(list),
  );
  // To the plugin the view is no part of what a query answers; without the cast one that forgot it would compile.
  return connection as unknown as FigureConnectionRef<Node>;
}

function edgeOf<Node>({ name, what }: ListOf<Node>) {
  return { name: `${name}Edge`, description: `One of ${what}, with its place in the list.` };
}

export function pageArguments(builder: Builder) {
  return builder.args((t) => ({
    first: t.int({ description: 'Rows a page, 1 to 200; 50 when left out.' }),
    after: t.string({ description: 'The endCursor of the page before. The view stays that of the first page.' }),
  }));
}

/** A page of the read side as a connection; its cursors carry the view. */
export function connectionOf<Row, Node>(
  view: View,
  page: { readonly rows: readonly (Row & { readonly cursor: string })[]; readonly hasNextPage: boolean },
  isFirstPage: boolean,
  nodeOf: (row: Row) => Node,
): Connection<Node> & Viewed {
  const { asOf, ordinal } = view;
  const edges = page.rows.map((row) => ({
    cursor: writeCursor({ asOf, ordinal, row: row.cursor }),
    node: nodeOf(row),
  }));
  return {
    view,
    edges,
    pageInfo: {
      hasNextPage: page.hasNextPage,
      hasPreviousPage: !isFirstPage,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
