import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { createSchema, createYoga } from 'graphql-yoga';
import { z } from 'zod';
import { journalFile } from '#journal/journal-files.ts';
import { openSqliteReader } from '#journal/sqlite-reader.ts';
import { openReadModelsForReading } from '#read-models/open-read-models.ts';
import { today } from './books.ts';

/** The yardsticks of the API: the same read models behind as little as possible. Prints its address. */
const [kind = 'express', directory = ''] = process.argv.slice(2);
const journal = openSqliteReader(journalFile(directory));
const reads = await openReadModelsForReading({ dataDirectory: directory, journal, today: () => today });

const accountOf = async (id: string) => reads.account(await reads.view({}), id);

const question = z.object({ variables: z.object({ id: z.string() }) });
const app = express();
if (kind === 'yoga') {
  const schema = createSchema({
    typeDefs: `type Account { accountId: String!, currency: String!, openedOn: String! }
      type Query { account(id: String!): Account }`,
    resolvers: { Query: { account: (_: unknown, { id }: { readonly id: string }) => accountOf(id) } },
  });
  app.use('/graphql', createYoga({ schema, logging: false }));
} else {
  // oxlint-disable-next-line oxc/no-async-endpoint-handlers -- express 5 hands a rejection on by itself
  app.post('/graphql', express.json(), async (request, response) => {
    const { variables } = question.parse(request.body);
    response.json({ data: { account: await accountOf(variables.id) } });
  });
}
const server = createServer(app);
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`http://127.0.0.1:${port}\n`);
});
