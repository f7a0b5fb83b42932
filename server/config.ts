/**
 * Configuration: environment variables in, one frozen `Config` out, all defaults here. A wrong value is told by name
 * with what to write instead. The table `SETTINGS` is the source of the README's table (held equal by a test). It
 * knows nothing of what the values are used for.
 */
import { isIPv6 } from 'node:net';
import { z } from 'zod';

/** A mistake of the person who runs the server; its message says what to do, and is all they need to see. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** One environment variable: what it means for the reader of the README, its default as text, and its parser. */
interface Setting<T> {
  readonly default: string;
  readonly meaning: string;
  readonly schema: z.ZodType<T, string>;
}

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a port number from 0 to 65535')
  .transform(Number)
  .refine((value) => value <= 65_535, 'must be a port number from 0 to 65535');

const onOff = z.enum(['on', 'off'], { error: 'must be on or off' }).transform((value) => value === 'on');

/** Text, or null when empty. */
const optional = z.string().transform((text) => (text === '' ? null : text));

const factor = z
  .string()
  .regex(/^[1-9]\d{0,3}$/, 'must be a whole number from 1 to 9999')
  .transform(Number);

const turnUrls = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((url) => url.trim())
      .filter((url) => url !== ''),
  )
  .refine(
    (urls) => urls.every((url) => /^(turns?|stuns?):/.test(url)),
    'must be turn:, turns: or stun: URLs, separated by commas',
  );

/** Written as browsers write it, because it is compared with their Origin: lower case, without the usual port. */
const publicUrl = optional
  .refine(
    (url) => url === null || (/^https?:\/\/[^/?#@]+$/.test(url) && URL.canParse(url)),
    'must be an http(s) address without a path, such as https://chat.example.com',
  )
  .transform((url) => url && new URL(url).origin);

const databaseUrl = optional.refine(
  (url) => url === null || (/^postgres(ql)?:\/\//.test(url) && URL.canParse(url)),
  'must be an address such as postgres://user:password@host/database',
);

const redisUrl = optional.refine(
  (url) => url === null || /^rediss?(-cluster)?:\/\/([^/@]*@)?[^/@?#]+(\/\d*)?$/.test(url),
  'must be an address such as redis://user:password@host, or of a cluster redis://user:password@host1,host2',
);

/** With everything else that a server does at its end this stays below 20 seconds. */
const drainSeconds = z
  .string()
  .regex(/^[0-8]$/, 'must be a number of seconds from 0 to 8')
  .transform(Number);

/** Declares a setting without losing its type. */
function setting<T>(schema: z.ZodType<T, string>, defaultText: string, meaning: string): Setting<T> {
  return { schema, default: defaultText, meaning };
}

/** Every environment variable that Shopbell reads. */
export const SETTINGS = {
  SHOPBELL_HOST: setting(
    z.string().min(1, 'must name an interface'),
    'localhost',
    'Interface to listen on; `0.0.0.0` for all.',
  ),
  SHOPBELL_PORT: setting(port, '8080', 'Port of the server: widget, console and sockets.'),
  SHOPBELL_URL: setting(
    publicUrl,
    '',
    'Address by which browsers reach the server, when a proxy stands before it. Empty: `http://<host>:<port>`.',
  ),
  SHOPBELL_DATA: setting(
    z.string().min(1, 'must name a folder'),
    './data',
    'Folder of the database; made if it does not exist.',
  ),
  SHOPBELL_DATABASE_URL: setting(
    databaseUrl,
    '',
    'PostgreSQL for more than one server: `postgres://user:password@host/database`. Empty: the file in `SHOPBELL_DATA`.',
  ),
  SHOPBELL_REDIS_URL: setting(
    redisUrl,
    '',
    'Redis for more than one server: `redis://user:password@host`; of a cluster several hosts, separated by commas.',
  ),
  SHOPBELL_DRAIN: setting(
    drainSeconds,
    '5',
    'Seconds, 0 to 8, in which one of several servers that stops sends its people to the others.',
  ),
  SHOPBELL_TRUST_PROXY: setting(
    onOff,
    'off',
    '`on` takes the visitor’s address from `X-Forwarded-For`; only behind a proxy that sets it.',
  ),
  SHOPBELL_ADDRESS_FACTOR: setting(
    factor,
    '1',
    'How many times as much as usual one address may do (`docs/limits.md`), where many visitors share one: offices, carriers.',
  ),
  SHOPBELL_TURN_URLS: setting(
    turnUrls,
    '',
    'TURN servers for calls, separated by commas, such as `turn:turn.example.com:3478`. Empty: none.',
  ),
  SHOPBELL_TURN_SECRET: setting(
    optional,
    '',
    'The TURN server’s `static-auth-secret`; credentials are made from it per call.',
  ),
  SHOPBELL_LOG: setting(
    z.enum(['silent', 'error', 'warn', 'info', 'debug'], { error: 'must be silent, error, warn, info or debug' }),
    'warn',
    'How much to log: `silent`, `error`, `warn`, `info`, `debug`. Never message text, tokens or addresses.',
  ),
  SHOPBELL_DEMO: setting(onOff, 'on', '`off` starts without the demo shop.'),
  SHOPBELL_DEMO_PORT: setting(port, '8081', 'Port of the demo shop on `127.0.0.1`.'),
} as const;

type SettingName = keyof typeof SETTINGS;
type Parsed = { [Name in SettingName]: z.output<(typeof SETTINGS)[Name]['schema']> };

/** What the program knows of its surroundings; immutable. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** Address for browsers, or null when it follows from host and port. */
  readonly publicUrl: string | null;
  readonly dataFolder: string;
  /** What several nodes share; null when there is only this one, with its data in the folder. */
  readonly shared: { readonly databaseUrl: string; readonly redisUrl: string } | null;
  /** How long people are sent to other nodes before this one ends. */
  readonly drainMs: number;
  readonly trustProxy: boolean;
  /** How many times as much as usual one address may do. */
  readonly addressFactor: number;
  /** Null when no TURN server is configured. */
  readonly turn: { readonly urls: readonly string[]; readonly secret: string | null } | null;
  readonly log: Parsed['SHOPBELL_LOG'];
  readonly demo: { readonly enabled: boolean; readonly port: number };
}

/** Web origin under which browsers reach a server with this configuration that listens on this port. */
export function originOf({ host, publicUrl }: Pick<Config, 'host' | 'publicUrl'>, listensOn: number): string {
  return publicUrl ?? new URL(`http://${isIPv6(host) ? `[${host}]` : host}:${listensOn}`).origin;
}

/** What is told may end up in a log. */
function withoutPassword(text: string): string {
  return text.replace(/:[^:@/]*@/g, ':…@');
}

/** PostgreSQL and Redis, or neither: nodes that share a database must hear each other. */
function readShared(parsed: Parsed, problems: string[]): Config['shared'] {
  const { SHOPBELL_DATABASE_URL: databaseUrl, SHOPBELL_REDIS_URL: redisUrl } = parsed;
  if (databaseUrl && redisUrl) return { databaseUrl, redisUrl };
  if (databaseUrl)
    problems.push('SHOPBELL_DATABASE_URL needs SHOPBELL_REDIS_URL as well: servers must hear each other');
  if (redisUrl) problems.push('SHOPBELL_REDIS_URL needs SHOPBELL_DATABASE_URL as well: servers must share their data');
  return null;
}

/** Reads one variable, or notes what is wrong with it. */
function readSetting(name: SettingName, environment: NodeJS.ProcessEnv, problems: string[]): unknown {
  const { schema, default: defaultText } = SETTINGS[name];
  const text = environment[name] ?? defaultText;
  const result = schema.safeParse(text);
  if (result.success) return result.data;
  problems.push(`${name}="${withoutPassword(text)}" ${result.error.issues[0]?.message ?? 'is not valid'}`);
  return undefined;
}

/** Names that look like ours but are not: most likely a typing mistake that would otherwise be silent. */
function unknownNames(environment: NodeJS.ProcessEnv): string[] {
  return Object.keys(environment)
    .filter((name) => name.startsWith('SHOPBELL_') && !(name in SETTINGS))
    .map((name) => `${name} is not a setting of Shopbell; the settings are ${Object.keys(SETTINGS).join(', ')}`);
}

/** The configuration in this environment. Throws `ConfigError` with one line per wrong setting. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const problems = unknownNames(environment);
  const entries = Object.keys(SETTINGS).map((name) => [name, readSetting(name as SettingName, environment, problems)]);
  const parsed = Object.fromEntries(entries) as Parsed;
  const hasTurn = (parsed.SHOPBELL_TURN_URLS ?? []).length > 0;
  if (!hasTurn && parsed.SHOPBELL_TURN_SECRET) problems.push('SHOPBELL_TURN_SECRET needs SHOPBELL_TURN_URLS as well');
  if (hasTurn && !parsed.SHOPBELL_TURN_SECRET && parsed.SHOPBELL_TURN_URLS.some((url) => url.startsWith('turn'))) {
    problems.push('SHOPBELL_TURN_URLS needs SHOPBELL_TURN_SECRET as well: the static-auth-secret of the TURN server');
  }
  const shared = readShared(parsed, problems);
  if (problems.length > 0) throw new ConfigError(problems.join('\n'));
  return Object.freeze({
    host: parsed.SHOPBELL_HOST,
    port: parsed.SHOPBELL_PORT,
    publicUrl: parsed.SHOPBELL_URL,
    dataFolder: parsed.SHOPBELL_DATA,
    shared,
    drainMs: parsed.SHOPBELL_DRAIN * 1_000,
    trustProxy: parsed.SHOPBELL_TRUST_PROXY,
    addressFactor: parsed.SHOPBELL_ADDRESS_FACTOR,
    turn: hasTurn ? { urls: parsed.SHOPBELL_TURN_URLS, secret: parsed.SHOPBELL_TURN_SECRET } : null,
    log: parsed.SHOPBELL_LOG,
    demo: { enabled: parsed.SHOPBELL_DEMO, port: parsed.SHOPBELL_DEMO_PORT },
  });
}
