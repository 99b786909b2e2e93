import { z } from 'zod';

/** What the environment says, read once and frozen. Only main and the command line import this file. */
export interface Config {
  /** The directory of the books; one process owns it at a time. */
  readonly dataDirectory: string;
  readonly ledgerId: string;
  readonly journal: JournalConfig;
  readonly host: string;
  readonly port: number;
  readonly auth: AuthConfig;
  /** Bounds of the folded accounts kept in memory, and of commands under way before new ones are refused. */
  readonly accountCacheBytes: number;
  readonly mostUnderWay: number;
  /** Where recorded time and today come from. */
  readonly clock: ClockConfig;
  /** For each caller; 0 sets no limit. */
  readonly requestsPerMinute: number;
  /** Origins whose pages may call the API from a browser. */
  readonly corsOrigins: readonly string[];
  readonly logLevel: (typeof logLevels)[number];
  /** NODE_ENV. */
  readonly environment: string | undefined;
}

/** Where the journal is kept. The connection string holds a password: it goes to the client and nowhere else. */
export type JournalConfig =
  | { readonly kind: 'SQLITE' }
  | { readonly kind: 'EVENTSTOREDB'; readonly connectionString: string };

type ClockConfig =
  | { readonly kind: 'SYSTEM' }
  /** Stands until somebody advances it; for sandbox ledgers. `start` in milliseconds since 1970, for books without entries. */
  | { readonly kind: 'MANUAL'; readonly start: number };

export type AuthConfig =
  | { readonly kind: 'DEVELOPMENT' }
  | {
      readonly kind: 'JWT';
      readonly issuer: string;
      readonly audience: string;
      readonly jwksUrl: string;
      readonly algorithm: (typeof algorithms)[number];
      /** Makes opaque ids of subjects that are none; left out, such tokens are refused. */
      readonly subjectKey: string | undefined;
    };

/** The environment is not usable; the message names the variable and what is expected, never the value. */
export class ConfigFault extends Error {
  override readonly name = 'ConfigFault';
}

const logLevels = ['silent', 'error', 'warn', 'info', 'debug'] as const;
const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'] as const;
const loopback = /^(127(\.[0-9]{1,3}){3}|::1|localhost)$/;

const wholeNumber = (least: number, most: number) => {
  const expected = `expected a whole number from ${least} to ${most}`;
  const isWithin = (text: string): boolean => Number(text) >= least && Number(text) <= most;
  return z
    .string()
    .regex(/^[0-9]{1,10}$/, expected)
    .refine(isWithin, expected)
    .transform(Number);
};

const filled = (what: string) => z.string(`expected ${what}`).min(1, `expected ${what}`);

/** A list of origins such as https://app.example.org, parted by commas. */
const origins = z
  .string()
  .regex(/^https?:\/\/[^/,\s]+(,https?:\/\/[^/,\s]+)*$/, 'expected origins parted by commas')
  .transform((text): readonly string[] => text.split(','));

const serverForm = 'expected sqlite, or a connection string: esdb://user:password@host:2113?tls=true';

/** Of EventStoreDB, or of KurrentDB, which is the same under another name. */
const journal = z
  .string()
  .regex(/^(sqlite|(esdb|kurrentdb)(\+discover)?:\/\/[^\s/?]+(\/?\?\S*)?)$/, serverForm)
  .refine((text) => text === 'sqlite' || isOpen(text) || /^[^@]+:[^@]+@/.test(afterScheme(text)), {
    error: 'expected a user and a password, unless tls=false',
  })
  .transform((text) => text.replace(/^kurrentdb/, 'esdb'));

function isOpen(connectionString: string): boolean {
  return /[?&]tls=false(&|$)/i.test(connectionString);
}

function afterScheme(connectionString: string): string {
  return connectionString.replace(/^[a-z+]+:\/\//, '');
}

const environment = z.object({
  DATA_DIR: filled('a directory').default('data'),
  LEDGER_ID: z
    .string()
    .regex(/^[a-z0-9]{1,32}$/, 'expected 1 to 32 of a-z 0-9')
    .default('main'),
  JOURNAL: journal.default('sqlite'),
  DEBUG: z.string().optional(),
  HOST: filled('a host name or address').default('127.0.0.1'),
  PORT: wholeNumber(0, 65_535).default(4000),
  AUTH: z.enum(['development', 'jwt'], 'expected development or jwt').default('development'),
  AUTH_ISSUER: filled('the issuer of the tokens').optional(),
  AUTH_AUDIENCE: filled('the audience of the tokens').optional(),
  AUTH_JWKS_URL: z.url({ protocol: /^https?$/, error: 'expected an http(s) address' }).optional(),
  AUTH_ALGORITHM: z.enum(algorithms, `expected one of ${algorithms.join(', ')}`).default('RS256'),
  AUTH_SUBJECT_KEY: z.string().min(32, 'expected at least 32 characters').optional(),
  CLOCK: z.enum(['system', 'manual'], 'expected system or manual').default('system'),
  CLOCK_START: z.iso.datetime({ error: 'expected an instant such as 2026-01-01T12:00:00Z' }).optional(),
  REQUESTS_PER_MINUTE: wholeNumber(0, 1_000_000).default(12_000),
  CORS_ORIGINS: origins.default([]),
  ACCOUNT_CACHE_MB: wholeNumber(1, 4_096).default(128),
  MOST_COMMANDS_UNDER_WAY: wholeNumber(1, 100_000).default(4_096),
  LOG_LEVEL: z.enum(logLevels, `expected one of ${logLevels.join(', ')}`).default('info'),
  NODE_ENV: z.string().optional(),
});

type Environment = z.output<typeof environment>;

/** Throws `ConfigFault`. An empty variable counts as not set. */
export function parseConfig(variables: Readonly<Record<string, string | undefined>>): Config {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = environment.safeParse(set);
  if (!parsed.success) throw new ConfigFault(firstFault(parsed.error.issues[0]));
  const values = parsed.data;
  return Object.freeze({
    dataDirectory: values.DATA_DIR,
    ledgerId: values.LEDGER_ID,
    journal: journalOf(values),
    host: values.HOST,
    port: values.PORT,
    auth: authOf(values),
    accountCacheBytes: values.ACCOUNT_CACHE_MB * 1_048_576,
    mostUnderWay: values.MOST_COMMANDS_UNDER_WAY,
    clock: clockOf(values),
    requestsPerMinute: values.REQUESTS_PER_MINUTE,
    corsOrigins: values.CORS_ORIGINS,
    logLevel: values.LOG_LEVEL,
    environment: values.NODE_ENV,
  });
}

function firstFault(issue: z.core.$ZodIssue | undefined): string {
  return `${String(issue?.path[0])}: ${issue?.message ?? 'not readable'}`;
}

function journalOf({ JOURNAL, DEBUG }: Environment): JournalConfig {
  if (JOURNAL === 'sqlite') return Object.freeze({ kind: 'SQLITE' });
  if (DEBUG !== undefined && /esdb|\*/.test(DEBUG)) {
    throw new ConfigFault(
      'DEBUG: expected nothing with esdb or *, because the client of the journal would print its password',
    );
  }
  return Object.freeze({ kind: 'EVENTSTOREDB', connectionString: JOURNAL });
}

/** The development issuer gives a token to whoever asks: it never leaves the machine, and never runs in production. */
function authOf(values: Environment): AuthConfig {
  if (values.AUTH === 'jwt') {
    const issuer = needed('AUTH_ISSUER', values.AUTH_ISSUER);
    const audience = needed('AUTH_AUDIENCE', values.AUTH_AUDIENCE);
    const jwksUrl = needed('AUTH_JWKS_URL', values.AUTH_JWKS_URL);
    const { AUTH_ALGORITHM: algorithm, AUTH_SUBJECT_KEY: subjectKey } = values;
    return Object.freeze({ kind: 'JWT', issuer, audience, jwksUrl, algorithm, subjectKey });
  }
  if (values.NODE_ENV === 'production') throw new ConfigFault('AUTH: expected jwt when NODE_ENV is production');
  if (!loopback.test(values.HOST)) throw new ConfigFault('AUTH: expected jwt when HOST is not a loopback address');
  return Object.freeze({ kind: 'DEVELOPMENT' });
}

function clockOf({ CLOCK, CLOCK_START }: Environment): ClockConfig {
  if (CLOCK === 'system') return Object.freeze({ kind: 'SYSTEM' });
  const start = needed('CLOCK_START', CLOCK_START, 'CLOCK is manual');
  return Object.freeze({ kind: 'MANUAL', start: Date.parse(start) });
}

function needed(name: string, value: string | undefined, when = 'AUTH is jwt'): string {
  if (value === undefined) throw new ConfigFault(`${name}: expected a value when ${when}`);
  return value;
}
