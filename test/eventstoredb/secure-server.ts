import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findServers, howToGetOne } from './found-servers.ts';
import { type Security, startInstalledServer } from './installed-server.ts';
import type { OwnServer } from './server.ts';

/** openssl makes the certificates; Node can only read them. */
export function opensslIsThere(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** An installed server with TLS, users and rights. Its connection string is that of the administrator. */
export async function startSecureServer(): Promise<OwnServer> {
  const { program } = await findServers();
  if (program === undefined) throw new Error(howToGetOne);
  return startInstalledServer(program, 'MEMORY', secured);
}

function secured(folder: string): Security {
  const { authority, certificate, key } = makeCertificates(folder);
  const trusted = `--trusted-root-certificates-path=${join(folder, 'trusted')}`;
  return {
    words: [`--certificate-file=${certificate}`, `--certificate-private-key-file=${key}`, trusted],
    connectionString: (address) => `esdb://admin:changeit@${address}?tls=true&tlsCAFile=${authority}`,
    authority: readFileSync(authority, 'utf8'),
  };
}

interface Certificates {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

/** An authority of its own for one server. The common name is the one that nodes expect of each other. */
function makeCertificates(folder: string): Certificates {
  const openssl = (words: string): unknown => execFileSync('openssl', words.split(' '), { cwd: folder, stdio: 'pipe' });
  mkdirSync(join(folder, 'trusted'));
  const uses = 'subjectAltName=IP:127.0.0.1,DNS:localhost\nextendedKeyUsage=serverAuth,clientAuth\n';
  writeFileSync(join(folder, 'uses'), uses);
  openssl('req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=tests -keyout ca.key -out trusted/ca.crt');
  openssl('req -newkey rsa:2048 -nodes -subj /CN=eventstoredb-node -keyout node.key -out node.csr');
  const signing = 'x509 -req -in node.csr -CA trusted/ca.crt -CAkey ca.key -CAcreateserial';
  openssl(`${signing} -days 2 -extfile uses -out node.crt`);
  const [authority, certificate, key] = ['trusted/ca.crt', 'node.crt', 'node.key'].map((name) => join(folder, name));
  return { authority: authority ?? '', certificate: certificate ?? '', key: key ?? '' };
}
