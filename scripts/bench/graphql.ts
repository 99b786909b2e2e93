import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { accountName, newDirectory, openBooks, openLedger, postCharges, remove } from './books.ts';
import { accountById } from './mixed-queries.ts';
import { serverOn } from './server.ts';
import { type Line, printLines } from './table.ts';

/** `account` by id over HTTP, against a bare yoga and a bare express handler that read the same books. Each server is a process. */
const seconds = Number(process.env['BENCH_SECONDS'] ?? '4');
const accounts = 500;

interface Result {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

const directory = newDirectory();
try {
  const books = await openBooks(directory, true);
  await openLedger(books.handle);
  await postCharges(books.handle, { accounts, chargesPerAccount: 5 });
  await books.close();
  const express = await bare('express');
  const yoga = await bare('yoga');
  const ours = await ourServer();
  printLines('GraphQL: account by id, 32 connections', [
    line('bare express handler', express, express, 'itself'),
    line('bare yoga, default options', yoga, express, 'bare express'),
    line('ar-ledger: tokens, roles, limits, log', ours, yoga, 'bare yoga'),
    { what: '  the same', value: ours.perSecond / express.perSecond, unit: 'x bare express' },
  ]);
} finally {
  remove(directory);
}

function line(what: string, { perSecond, p50, p99 }: Result, beside: Result, name: string): Line {
  return {
    what: `${what} (p50 ${p50}, p99 ${p99} ms)`,
    value: perSecond,
    unit: 'requests/s',
    ratio: { to: name, value: perSecond / beside.perSecond },
  };
}

async function bare(kind: 'express' | 'yoga'): Promise<Result> {
  const file = fileURLToPath(new URL('./bare-server.ts', import.meta.url));
  const child = spawn(process.execPath, [file, kind, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
  try {
    return await load(chunk.toString().trim(), undefined);
  } finally {
    child.kill();
    await once(child, 'exit');
  }
}

async function ourServer(): Promise<Result> {
  const server = await serverOn(directory);
  try {
    return await load(server.address, server.token);
  } finally {
    await server.stop();
  }
}

async function load(address: string, token: string | undefined): Promise<Result> {
  const requests = Array.from({ length: 64 }, (_, index) => ({
    body: JSON.stringify({ query: accountById, variables: { id: accountName((index * 37) % accounts) } }),
  }));
  const headers = {
    'content-type': 'application/json',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  const common = { url: `${address}/graphql`, method: 'POST', headers, requests, connections: 32 } as const;
  await autocannon({ ...common, duration: 2 });
  const result = await autocannon({ ...common, duration: seconds });
  if (result.non2xx > 0 || result.errors > 0) throw new Error('a server of the bench failed');
  return { perSecond: result.requests.average, p50: result.latency.p50, p99: result.latency.p99 };
}
