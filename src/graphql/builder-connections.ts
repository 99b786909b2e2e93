import type { View } from '#read-models/read-models.ts';
import type { Builder, SchemaTypes } from './builder.ts';
import { writeCursor } from './cursor.ts';
import type { addFigure, Viewed } from './view.ts';

/** A page of a Relay list: https://relay.dev/graphql/connections.htm, forward only. */
export interface Connection<Node> {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
  readonly pageInfo: PageInfo;
}

interface PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | undefined;
  readonly endCursor: string | undefined;
}

type PageInfoRef = ReturnType<typeof addPageInfo>;
type NodeRef<Node> = PothosSchemaTypes.ObjectRef<SchemaTypes, Node>;

export function addPageInfo(builder: Builder) {
  return builder.objectRef<PageInfo>('PageInfo').implement({
    description: 'Where a page stands in its list.',
    fields: (t) => ({
      hasNextPage: t.exposeBoolean('hasNextPage', { description: 'There are more rows: ask with `after: endCursor`.' }),
      hasPreviousPage: t.exposeBoolean('hasPreviousPage', { description: 'The page was asked for with `after`.' }),
      startCursor: t.exposeString('startCursor', { nullable: true, description: 'The cursor of the first row.' }),
      endCursor: t.exposeString('endCursor', {
        nullable: true,
        description: 'The cursor of the last row. It keeps the view: the next page belongs to the same report.',
      }),
    }),
  });
}

export type FigureConnectionRef<Node> = PothosSchemaTypes.ObjectRef<SchemaTypes, Connection<Node> & Viewed>;
type EdgeRef<Node> = PothosSchemaTypes.ObjectRef<SchemaTypes, Connection<Node>['edges'][number]>;

/** What the connections of one schema have in common. */
export interface ConnectionParts {
  readonly pageInfo: PageInfoRef;
  readonly figure: ReturnType<typeof addFigure>;
}

/** A kind of list: what its types are called, and its rows, one of `what`. */
export interface ListOf<Node> {
  readonly name: string;
  readonly node: NodeRef<Node>;
  readonly what: string;
}

/** The connection type of one kind of row, inside something that names its view. */
export function addConnection<Node>(builder: Builder, parts: ConnectionParts, list: ListOf<Node>) {
  const edge = addEdge(builder, list);
  return builder.objectRef<Connection<Node>>(`${list.name}Connection`).implement({
    description: `A page of ${list.what}.`,
    fields: (t) => ({
      edges: t.expose('edges', { type: [edge], description: 'The rows of this page.' }),
      pageInfo: t.expose('pageInfo', { type: parts.pageInfo, description: 'Where the page stands.' }),
    }),
  });
}

/** The connection type of one kind of row, which names its view itself. */
export function addFigureConnection<Node>(builder: Builder, parts: ConnectionParts, list: ListOf<Node>) {
  const edge = addEdge(builder, list);
  return builder.objectRef<Connection<Node> & Viewed>(`${list.name}Connection`).implement({
    description: `A page of ${list.what}. Every page of one walk shows the same view.`,
    interfaces: [parts.figure],
    fields: (t) => ({
      edges: t.expose('edges', { type: [edge], description: 'The rows of this page.' }),
      pageInfo: t.expose('pageInfo', { type: parts.pageInfo, description: 'Where the page stands.' }),
    }),
  });
}

function addEdge<Node>(builder: Builder, { name, node, what }: ListOf<Node>): EdgeRef<Node> {
  return builder.objectRef<Connection<Node>['edges'][number]>(`${name}Edge`).implement({
    description: `One of ${what}, with its place in the list.`,
    fields: (t) => ({
      cursor: t.exposeString('cursor', { description: 'Goes on after this row.' }),
      // The builder cannot see that a node whose type it does not know yet is no list.
      node: t.field({ type: node, description: 'The row.', resolve: (row) => row.node as never }),
    }),
  });
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
      startCursor: edges[0]?.cursor,
      endCursor: edges.at(-1)?.cursor,
    },
  };
}
