/**
 * A server that logs everything it ever logs, through a day of people, mistakes and attacks, each with words that must
 * not be found again: not in the log, not in what a refused person is told, and secrets not in the database either.
 */
import { readdirSync, readFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { CallId } from '../../protocol/ids.ts';
import { freePort, runProgram, until } from '../helpers/services.ts';
import type { Program } from '../helpers/services.ts';
import { Dialogue, freshId, newConversation, openSocket, tokenOf, upgradeStatus } from '../helpers/socket-client.ts';
import type { Reachable } from '../helpers/socket-client.ts';
import { ROOT } from '../helpers/source-files.ts';

/** What people type; none of it occurs anywhere else. */
const TYPED = {
  password: 'Zwetschgen-Passwort',
  guess: 'Mirabellen-Passwort',
  email: 'quitte@shop.test',
  message: 'Reineclauden im Glas',
  note: 'Holunder nur intern',
  junk: 'Schlehenfeuer',
  query: 'Sanddorn',
  address: '203.0.113.77',
  turn: 'Vogelbeer-Geheimnis',
  phone: '+43 664 9182736',
} as const;

/** Starts the server in a process of its own; its first line says where it is. */
const SERVER = `
  const { startServer } = await import(${JSON.stringify(`${ROOT}server/main.ts`)});
  const { url, ownerLink, demoSite } = await startServer(process.env);
  console.log(JSON.stringify({ url, ownerLink, key: demoSite.key }));
  process.on('SIGTERM', () => process.exit(0));
`;

interface Started extends Reachable {
  readonly program: Program;
  readonly ownerCode: string;
  readonly folder: string;
  /** Everything after the first line. */
  log(): string;
}

async function start(): Promise<Started> {
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-secrets-'));
  const demoPort = await freePort();
  const settings = {
    ...{ SHOPBELL_PORT: '0', SHOPBELL_HOST: '127.0.0.1', SHOPBELL_DATA: folder, SHOPBELL_LOG: 'debug' },
    ...{ SHOPBELL_DEMO_PORT: String(demoPort), SHOPBELL_TRUST_PROXY: 'on' },
    ...{ SHOPBELL_TURN_URLS: 'turn:turn.example:3478', SHOPBELL_TURN_SECRET: TYPED.turn },
  };
  const env = { ...process.env, ...settings };
  const program = runProgram(process.execPath, ['--input-type=module', '-e', SERVER], { env });
  onTestFinished(async () => {
    await program.end();
    rmSync(folder, { recursive: true, force: true });
  });
  const line = await until(() => program.log().match(/^\{"url".*$/m)?.[0]);
  const { url, ownerLink, key } = JSON.parse(line) as { url: string; ownerLink: string; key: string };
  return {
    ...{ program, folder, url, ownerCode: ownerLink.split('/').at(-1) ?? '' },
    site: { key, origins: [`http://127.0.0.1:${demoPort}`] } as unknown as Reachable['site'],
    app: { identity: { ticket: () => Promise.reject(new Error('tickets come by HTTP here')) } },
    log: () => program.log().replace(line, ''),
  };
}

/** What is found of these words in a text. */
const found = (words: Readonly<Record<string, string>>, text: string): string[] =>
  Object.entries(words).flatMap(([name, word]) => (word !== '' && text.includes(word) ? [name] : []));

test('[ER2] [ER4] no word of anybody and no secret is in the log, in a refusal or, unhashed, in the database', async () => {
  const server = await start();
  const refusals: string[] = [];
  let cookie = '';
  const post = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', cookie, ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await answer.text();
    if (answer.status >= 400) refusals.push(text);
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    return text;
  };
  const from = { 'x-forwarded-for': TYPED.address };

  // The owner comes in, somebody guesses, an invitation goes out.
  const owner = { name: 'Mia', email: TYPED.email };
  await post('/v1/console/redeem', { code: server.ownerCode, password: TYPED.password, ...owner });
  const login = cookie;
  for (let count = 0; count < 6; count += 1) {
    await post('/v1/console/login', { email: TYPED.email, password: TYPED.guess }, { ...from, cookie: '' });
  }
  cookie = login;
  const invitation = { name: 'Tom', email: 'tom@shop.test', title: '', languages: [], role: 'agent' };
  const link = (JSON.parse(await post('/v1/console/agents', invitation)) as { link: string }).link;
  await post('/v1/console/agents', { ...invitation, role: TYPED.junk });
  await post('/v1/console/agents', `{"name":"${TYPED.junk}`);
  await post('/v1/console/peek', { code: TYPED.junk });

  // People talk and call.
  const visitor = await visitorAt(server, from);
  const { ticket } = JSON.parse(await post('/v1/console/ticket', '{}')) as { ticket: string };
  const agent = await agentAt(server, ticket);
  const [conversation, call] = [newConversation(), freshId<CallId>()];
  const media = { audio: true, video: false };
  await visitor.say(conversation, TYPED.message);
  await agent.done({ type: 'conversation.accept', conversation, body: {} });
  await agent.note(conversation, TYPED.note);
  await visitor.done({ type: 'call.start', conversation, body: { call, media } });
  await agent.done({ type: 'call.answer', conversation, body: { call, media } });
  await visitor.done({ type: 'callback.request', conversation, body: { phone: TYPED.phone, slot: null } });
  await visitor.refusal({ type: 'callback.request', conversation, body: { phone: `0900 ${TYPED.junk}`, slot: null } });
  await visitor.done({ type: 'callback.cancel', conversation, body: {} });
  const token = tokenOf(visitor);
  const ice = await fetch(`${server.url}/v1/conversations/${conversation}/calls/${call}/ice`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const credential = /"credential":"([^"]+)"/.exec(await ice.text())?.[1] ?? '';

  // Mistakes and attacks.
  for (const path of [`/v1/nothing?secret=${TYPED.query}`, `/v1/sites/${TYPED.query}/settings?token=${TYPED.query}`]) {
    refusals.push(await (await fetch(server.url + path, { headers: { ...from, authorization: `Bearer ${TYPED.query}` } })).text()); // prettier-ignore
  }
  await upgradeStatus(server, { origin: `https://${TYPED.junk}.test`, site: server.site.key, headers: from });
  await visitor.refusal({ type: 'message.post', conversation, body: { text: TYPED.junk, audience: 'staff' } });
  visitor.send(`{"kind":"${TYPED.junk}"`);
  await visitor.closeCode();
  refusals.push(...visitor.texts.filter((text) => text.includes('"refused"')));
  await post('/v1/console/logout', '{}');
  await agent.closeCode();

  const secrets = {
    ...{ code: server.ownerCode, invitation: link.split('/').at(-1) ?? '', login: login.split('=')[1] ?? '' },
    ...{ token, ticket, credential },
  };
  expect(Object.values(secrets).every((secret) => secret.length > 20)).toBe(true);
  const log = server.log();
  expect(log).toContain('a bad frame');
  expect(found({ ...TYPED, ...secrets }, log)).toEqual([]);
  expect(refusals.length).toBeGreaterThan(8);
  expect(found({ ...TYPED, ...secrets }, refusals.join('\n'))).toEqual([]);
  const files = readdirSync(server.folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const stored = files.map(({ parentPath, name }) => readFileSync(join(parentPath, name)).toString('latin1'));
  const { password, guess, turn } = TYPED;
  expect(found({ ...secrets, password, guess, turn }, stored.join())).toEqual([]);
  // The search finds what is there.
  expect(found({ message: TYPED.message, ...secrets }, stored.join())).toEqual(['message']);
  expect(found({ ...TYPED }, `${log}{"frame":"${TYPED.junk}"}`)).toEqual(['junk']);
});

async function welcomed(server: Started, hello: object, options: Parameters<typeof openSocket>[1]): Promise<Dialogue> {
  const { socket } = await openSocket(server, options);
  const dialogue = new Dialogue(socket);
  dialogue.send({ kind: 'hello', protocol: 1, locale: 'de', ...hello });
  dialogue.welcome = (await dialogue.frame(({ kind }) => kind === 'welcome')) as Dialogue['welcome'];
  return dialogue;
}

const visitorAt = (server: Started, headers: Record<string, string>) =>
  welcomed(server, { client: 'widget', site: server.site.key }, { origin: server.site.origins[0], headers });

const agentAt = (server: Started, token: string) =>
  welcomed(server, { client: 'console', token }, { origin: server.url, site: undefined });
