/**
 * Backing up and restoring as an operator does it, with the scripts, around a real server in a process of its own, while
 * visitors with the browser's real line write. And PostgreSQL's own tools around a database that is restored elsewhere.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { randomIds } from '../../server/clock.ts';
import { apply, columns } from '../../server/domain/conversation.ts';
import { renewPostgresEpoch } from '../../server/store/postgres-restore.ts';
import { openPostgresStore } from '../../server/store/postgres-store.ts';
import { aMachine } from '../helpers/crash/machine.ts';
import type { Machine } from '../helpers/crash/machine.ts';
import { aCommit } from '../helpers/commits.ts';
import { postgresTool, startPostgres, tell } from '../helpers/data-servers.ts';
import type { Postgres } from '../helpers/data-servers.ts';
import { LinkVisitor, ShopSocket } from '../helpers/link-visitor.ts';
import { until } from '../helpers/services.ts';
import { aVisitor } from '../helpers/socket-client.ts';
import { started } from './store-rules.ts';

describe('a backup', () => {
  let machine: Machine;
  let place: string;
  let visitors: LinkVisitor[];
  beforeEach(async () => {
    vi.stubGlobal('WebSocket', ShopSocket);
    machine = await aMachine({ disk: 'plain' });
    place = mkdtempSync(join(tmpdir(), 'shopbell-backup-'));
    visitors = [];
  });
  afterEach(async () => {
    for (const visitor of visitors) visitor.stop();
    await machine.remove();
    rmSync(place, { recursive: true, force: true });
    vi.unstubAllGlobals();
  });

  const everybodyHas = (count: number) =>
    until(() => visitors.every(({ acknowledged }) => acknowledged.length >= count), { what: `${count} each` });

  it('[ST17] [RS5] [RS7] made under load and restored later makes browsers load again and send what is missing, once', async () => {
    const server = await machine.start();
    visitors = Array.from({ length: 4 }, () => new LinkVisitor(server));
    await everybodyHas(5);
    const before = visitors.map(({ acknowledged }) => [...acknowledged]);
    const file = join(place, 'deep', 'backup.db');
    expect(await machine.script('backup.ts', '--to', file)).toMatch(
      /checked from end to end:\n {2}4 conversations, \d+ ev/,
    );
    expect(await machine.script('backup.ts', '--to', file)).toMatch(/exists already/);
    await everybodyHas((visitors[0]?.acknowledged.length ?? 0) + 2);
    expect(await machine.script('restore.ts', file)).toMatch(/another Shopbell process \(pid \d+\) uses it/);
    await machine.stop();
    const unsent = visitors.map(({ acknowledged, sent }) => sent.slice(acknowledged.length));
    expect(await machine.script('restore.ts', file)).toMatch(
      /Restored .*\n.*4 conversations.*\nWhat was there before is in/,
    );

    await machine.start();
    await until(() => visitors.every(({ resets }) => resets === 1), { what: 'everybody loads again' });
    for (const visitor of visitors) visitor.rest();
    await until(() => visitors.every(({ isQuiet }) => isQuiet), { what: 'everything is sent' });
    for (const [place, visitor] of visitors.entries()) {
      const { shown, sent, conversation, token = '' } = visitor;
      const again = await aVisitor(
        { ...server, app: { identity: { ticket: () => Promise.reject(new Error()) } } },
        { token },
      );
      const { events } = await again.read(conversation, { limit: 200 });
      await again.hangUp();
      // Complete and equal, with everything that the backup had and everything that was not answered, once and in order.
      expect(events.flatMap((event) => (event.type === 'message.posted' ? [event.body.text] : []))).toEqual(shown);
      expect(shown).toEqual(sent.filter((text) => shown.includes(text)));
      expect(shown).toEqual(expect.arrayContaining([...(before[place] ?? []), ...(unsent[place] ?? [])]));
    }
  }, 60_000);

  it('is refused if it is not whole, and the data stays as it was', async () => {
    await machine.start();
    await machine.stop();
    const file = join(place, 'backup.db');
    await machine.script('backup.ts', '--to', file);
    const data = readFileSync(join(machine.folder, 'shopbell.db'));
    const whole = readFileSync(file);
    writeFileSync(file, Buffer.from(whole).fill(0xff, 4_096));
    expect(await machine.script('restore.ts', file)).toMatch(/was not restored: .*damaged/);
    writeFileSync(file, 'a letter');
    expect(await machine.script('restore.ts', file)).toMatch(/was not restored: it is no backup/);
    expect(await machine.script('restore.ts', join(place, 'nothing.db'))).toMatch(/is not there/);
    expect(readFileSync(join(machine.folder, 'shopbell.db'))).toEqual(data);
    expect(readdirSync(machine.folder).filter((name) => name.startsWith('replaced'))).toEqual([]);
  }, 60_000);

  it('that was half restored when the power failed is restored again, and nobody starts on half of it', async () => {
    await machine.start();
    await machine.stop();
    const file = join(place, 'backup.db');
    await machine.script('backup.ts', '--to', file);
    renameSync(join(machine.folder, 'shopbell.db'), join(machine.folder, 'shopbell.db.restoring'));
    await expect(machine.start()).rejects.toThrow(/interrupted. Run it again: npm run restore/);
    expect(existsSync(join(machine.folder, 'shopbell.db'))).toBe(false);
    expect(await machine.script('restore.ts', file)).toMatch(/Start the server/);
    await machine.start();
  }, 60_000);

  it('of a damaged database is not made', async () => {
    await machine.start();
    await machine.stop();
    const database = join(machine.folder, 'shopbell.db');
    const whole = readFileSync(database);
    writeFileSync(database, whole.fill(0xff, 4_096, whole.length));
    expect(await machine.script('backup.ts', '--to', join(place, 'backup.db'))).toMatch(/was not made: .*damaged/);
    expect(readdirSync(place)).toEqual([]);
  }, 60_000);
});

describe('a PostgreSQL database that was restored on another server', () => {
  let servers: Postgres[];
  beforeAll(async () => {
    servers = await Promise.all([startPostgres(), startPostgres()]);
  });
  afterAll(async () => void (await Promise.all(servers.map((server) => server.remove()))));

  const openAt = (url: string) => openPostgresStore({ url, model: { apply, columns }, ids: randomIds });

  it('[ST17] [ST7] has a new epoch and its log in order, once no server uses it', async () => {
    const [old, fresh] = [await servers[0]!.newDatabase(), await servers[1]!.newDatabase()];
    const first = await openAt(old);
    const { epoch } = first;
    // So that its transactions have numbers that the other server will not give for a while.
    await tell(old, 'do $$ begin for i in 1..3000 loop perform pg_current_xact_id(); commit; end loop; end $$');
    const conversation = await started(first);
    await first.commit(aCommit(conversation));
    const logged = (await first.log('', 100)).map(({ event }) => event);
    await first.close();
    const folder = mkdtempSync(join(tmpdir(), 'shopbell-dump-'));
    postgresTool('pg_dump', ['--format=custom', `--file=${join(folder, 'dump')}`, old]);
    postgresTool('pg_restore', ['--no-owner', `--dbname=${fresh}`, join(folder, 'dump')]);
    rmSync(folder, { recursive: true });
    const hasty = await openAt(fresh);
    expect([hasty.epoch, (await hasty.log('', 100)).length]).toEqual([epoch, 0]);
    await expect(renewPostgresEpoch(fresh, 'second')).rejects.toThrow(/servers are connected to it. Stop them all/);
    await hasty.close();
    await renewPostgresEpoch(fresh, 'second');
    const store = await openAt(fresh);
    expect(store.epoch).toBe('second');
    await store.commit(aCommit(conversation));
    const now = (await store.log('', 100)).map(({ event }) => event);
    expect([now.slice(0, -1), now.length]).toEqual([logged, logged.length + 1]);
    await store.close();
  }, 60_000);
});
