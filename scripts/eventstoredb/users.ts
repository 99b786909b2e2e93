import { request } from 'node:https';
import { group, type Settings } from './settings.ts';

const answerWithin = 10_000;

/** Makes the user, or gives the one that is there this password; a sentence about it. */
export async function ensureUser(settings: Settings): Promise<string> {
  const { username: loginName, password } = settings.user;
  const user = { loginName, fullName: 'AR ledger', password, groups: [group] };
  const made = await post(settings, '/users/', user);
  if (made === 201) return `User ${loginName} of group ${group}: made.`;
  if (made !== 409) throw new Error(`user ${loginName} was not made: the server answered ${made}`);
  const path = `/users/${encodeURIComponent(loginName)}`;
  const changed = await post(settings, path, { fullName: user.fullName, groups: [group] }, 'PUT');
  const reset = await post(settings, `${path}/command/reset-password`, { newPassword: password });
  if (changed !== 200 || reset !== 200) throw new Error(`user ${loginName}: the server answered ${changed}, ${reset}`);
  return `User ${loginName} of group ${group}: was there, with another password, and has this one now.`;
}

/** The status of the answer. gRPC knows users too, but the client has no call for them. */
async function post(settings: Settings, path: string, body: unknown, method = 'POST'): Promise<number> {
  const { username, password } = settings.admin;
  const { authority: ca } = settings;
  const options = {
    method,
    auth: `${username}:${password}`,
    ...(ca === undefined ? {} : { ca }),
    timeout: answerWithin,
  };
  const headers = { 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const asked = request(`${settings.address}${path}`, { ...options, headers, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.once('timeout', () => asked.destroy(new Error('the server does not answer')));
    asked.once('error', reject);
    asked.end(JSON.stringify(body));
  });
}
