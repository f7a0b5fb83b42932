/**
 * What the person who runs the server does besides running it: backing up, and restoring. Reads the same settings as the
 * server and answers in lines for the terminal. Knows the settings; files and databases are the store's business.
 */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { randomIds, systemClock } from './clock.ts';
import { ConfigError, readConfig } from './config.ts';
import { backUpSqlite } from './store/sqlite-backup.ts';
import type { BackupContents } from './store/sqlite-backup.ts';
import { renewSqliteEpoch } from './store/sqlite-store.ts';
import { restoreSqlite } from './store/sqlite-restore.ts';

const HOW_TO_BACK_UP = 'npm run backup [-- --to <file>]';
const HOW_TO_RESTORE = 'npm run restore -- <backup file>, or npm run restore -- --renew-epoch';

/** Backs the data up, also while the server runs: `--to <file>`. */
export function backUp(environment: NodeJS.ProcessEnv, given: readonly string[]): readonly string[] {
  const { dataFolder, shared } = readConfig(environment);
  const { values } = parsed(HOW_TO_BACK_UP, () =>
    parseArgs({ args: [...given], options: { to: { type: 'string' } }, allowPositionals: false }),
  );
  if (shared !== null) {
    throw new ConfigError('The data is in PostgreSQL: back it up with pg_dump, as the README says under "Operate".');
  }
  const file = resolve(values.to ?? join(dataFolder, 'backups', `${stamp()}.db`));
  const contents = backUpSqlite(dataFolder, file);
  return [`Backed up into ${file}, and checked from end to end:`, `  ${inWords(contents)}`];
}

/** Restores a backup, or only begins a new epoch after something else has restored the data: `--renew-epoch`. */
export async function restore(environment: NodeJS.ProcessEnv, given: readonly string[]): Promise<readonly string[]> {
  const { dataFolder, shared } = readConfig(environment);
  const { values, positionals } = parsed(HOW_TO_RESTORE, () =>
    parseArgs({ args: [...given], options: { 'renew-epoch': { type: 'boolean' } }, allowPositionals: true }),
  );
  const [file, ...more] = positionals;
  const onlyRenew = values['renew-epoch'] === true;
  if (more.length > 0 || (file === undefined) !== onlyRenew)
    throw new ConfigError(`Say it like this: ${HOW_TO_RESTORE}`);
  const epoch = randomIds.uuid();
  if (file === undefined) {
    if (shared === null) await renewSqliteEpoch(dataFolder, epoch);
    else await (await import('./store/postgres-restore.ts')).renewPostgresEpoch(shared.databaseUrl, epoch);
    return ['A new epoch has begun: browsers will load everything again.'];
  }
  if (shared !== null) {
    throw new ConfigError('The data is in PostgreSQL: restore it with pg_restore, as the README says under "Operate".');
  }
  const keep = `replaced-${stamp()}`;
  const { contents, kept } = await restoreSqlite({ folder: dataFolder, file, epoch, keep });
  return [
    `Restored ${resolve(file)}:`,
    `  ${inWords(contents)}`,
    ...(kept === undefined
      ? []
      : [`What was there before is in ${resolve(kept)}; remove it when nobody misses anything.`]),
    'Start the server: browsers will load everything again.',
  ];
}

/** What Node says about unknown arguments, and how it is meant. */
function parsed<Result>(how: string, parse: () => Result): Result {
  try {
    return parse();
  } catch (error) {
    throw new ConfigError(`${error instanceof Error ? error.message : String(error)}\nSay it like this: ${how}`);
  }
}

/** A moment as part of a file's name. */
function stamp(): string {
  return new Date(systemClock.now()).toISOString().slice(0, 23).replaceAll(':', '-');
}

function inWords({ bytes, conversations, events, lastEventAt, files, missing }: BackupContents): string {
  const last = lastEventAt === undefined ? '' : `, the last one of ${new Date(lastEventAt).toISOString()}`;
  const lacking = missing === 0 ? '' : ` (${missing} of them are missing or damaged)`;
  const size = `${(bytes / 2 ** 20).toFixed(1)} MiB`;
  return `${conversations} conversations, ${events} events${last}; ${files} files${lacking}; ${size}`;
}
