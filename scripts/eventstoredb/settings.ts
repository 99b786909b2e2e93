import { readFileSync } from 'node:fs';

/** Who prepares which server for whom. */
export interface Settings {
  /** Connection string of an administrator, with TLS. */
  readonly adminUrl: string;
  readonly admin: Credentials;
  /** Base address of the HTTP API of the first node. */
  readonly address: string;
  /** Certificate of the authority that vouches for the nodes; the machine's own list otherwise. */
  readonly authority: string | undefined;
  readonly user: Credentials;
}

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Names the variable and what is expected, never the value. */
export class SettingsFault extends Error {
  override readonly name = 'SettingsFault';
}

/** A group, so that another user can take over without a change of rights. */
export const group = 'ar-ledger';

const form = /^[a-z+]+:\/\/([^:@/]+):([^@/]+)@([^,/?]+)[^?]*(\?.*)?$/;

export function readSettings(variables: Readonly<Record<string, string | undefined>>): Settings {
  const adminUrl = needed(variables, 'EVENTSTOREDB_ADMIN_URL', 'esdb://admin:password@host:2113?tls=true');
  const [, name, password, host, query] = form.exec(adminUrl) ?? [];
  if (name === undefined || password === undefined || host === undefined) {
    throw new SettingsFault('EVENTSTOREDB_ADMIN_URL: expected esdb://user:password@host:port?tls=true');
  }
  const parameters = new URLSearchParams(query);
  if (parameters.get('tls')?.toLowerCase() === 'false') {
    throw new SettingsFault('EVENTSTOREDB_ADMIN_URL: without TLS a server knows neither users nor rights');
  }
  const authorityFile = parameters.get('tlsCAFile');
  return {
    adminUrl,
    admin: { username: decodeURIComponent(name), password: decodeURIComponent(password) },
    address: `https://${/:[0-9]+$/.test(host) ? host : `${host}:2113`}`,
    authority: authorityFile === null ? undefined : readFileSync(authorityFile, 'utf8'),
    user: {
      username: variables['EVENTSTOREDB_USER'] || 'ar-ledger-service',
      password: needed(variables, 'EVENTSTOREDB_PASSWORD', 'the password of that user'),
    },
  };
}

function needed(variables: Readonly<Record<string, string | undefined>>, name: string, what: string): string {
  const value = variables[name];
  if (value === undefined || value === '') throw new SettingsFault(`${name}: expected ${what}`);
  return value;
}
