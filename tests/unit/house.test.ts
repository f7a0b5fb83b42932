/**
 * Holds the house rules against every TypeScript file of every room, and shows for each rule that breaking it is seen.
 * Knows the rooms; the rules themselves are in tests/helpers/house-rules.ts.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cycles, HOUSE, importViolations, purityViolations, shapeViolations } from '../helpers/house-rules.ts';
import { parseSource, readSource, ROOT, typescriptFiles } from '../helpers/source-files.ts';

const ROOMS = ['protocol', 'server', 'client', 'widget', 'agent-console', 'demo', 'bench', 'scripts', 'tests'];

const files = ROOMS.flatMap(typescriptFiles).map(readSource);

/** Counts without the finder under test, so that a finder that finds nothing is noticed. */
const countIn = (room: string): number =>
  readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts')).length;

const HEAD = '/** What this file knows. */\n';
const imports = (path: string, line: string): string[] => importViolations(parseSource(path, HEAD + line));
const shape = (path: string, text: string): string[] => shapeViolations(parseSource(path, text));
const purity = (text: string): string[] => purityViolations(parseSource('server/domain/x.ts', HEAD + text));

describe('the house', () => {
  it.each(ROOMS.filter((room) => existsSync(join(ROOT, room))))('every file of %s is seen', (room) => {
    const seen = files.filter(({ path }) => path.startsWith(`${room}/`)).length;
    expect(seen).toBeGreaterThan(0);
    expect(seen).toBeGreaterThanOrEqual(countIn(room));
  });

  it('every folder with TypeScript is a room', () => {
    const folders = readdirSync(ROOT, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !['node_modules', 'dist', 'coverage', '.git'].includes(entry.name))
      .map(({ name }) => name);
    expect(folders.filter((name) => !ROOMS.includes(name) && typescriptFiles(name).length > 0)).toEqual([]);
  });

  it('every import is one that its room may make', () => {
    expect(files.flatMap(importViolations)).toEqual([]);
  });

  it('every file has a head and named exports of its own', () => {
    expect(files.flatMap(shapeViolations)).toEqual([]);
  });

  it('the domain knows no time, no chance and no waiting', () => {
    expect(files.filter(({ path }) => path.startsWith('server/domain/')).flatMap(purityViolations)).toEqual([]);
  });

  it('no imports run in a circle', () => {
    expect(cycles(files)).toEqual([]);
  });
});

describe('a broken house rule is seen:', () => {
  it.each([
    ['protocol/x.ts', "import { a } from '../server/clock.ts';"],
    ['protocol/x.ts', "import { a } from 'node:crypto';"],
    ['protocol/constants.ts', "import { z } from 'zod';"],
    ['server/domain/x.ts', "import { a } from '../clock.ts';"],
    ['server/domain/x.ts', "import type { A } from '../store/store.ts';"],
    ['server/domain/x.ts', "import { a } from 'node:fs';"],
    ['server/store/x.ts', "import { decide } from '../domain/conversation.ts';"],
    ['server/store/x.ts', "import { a } from '../broker/broker.ts';"],
    ['server/broker/x.ts', "import type { Store } from '../store/store.ts';"],
    ['server/switchboard/x.ts', "import { a } from '../store/sqlite.ts';"],
    ['server/switchboard/x.ts', "import type { A } from 'fastify';"],
    ['server/http/x.ts', "import { a } from '../store/sql-store.ts';"],
    ['server/http/x.ts', "import { decide } from '../domain/conversation.ts';"],
    ['server/main.ts', "import { a } from '../client/link.ts';"],
    ['server/main.ts', "import { a } from '../demo/shop.ts';"],
    ['client/link.ts', "import { z } from 'zod';"],
    ['client/link.ts', "import { html } from 'lit';"],
    ['client/link.ts', "import { a } from './elements/a.ts';"],
    ['client/link.ts', "import { a } from '../protocol/frames.ts';"],
    ['client/link.ts', "export { a } from '../protocol/frames.ts';"],
    ['client/call/leg.ts', "const peer = await import('simple-peer');"],
    ['client/elements/a.ts', "import { a } from '../../widget/a.ts';"],
    ['widget/a.ts', "import type { A } from '../agent-console/a.ts';"],
    ['widget/a.ts', "type A = import('../server/main.ts').RunningServer;"],
    ['widget/a.ts', 'const a = await import(somewhere);'],
    ['widget/loader.ts', "import { html } from 'lit';"],
    ['agent-console/a.ts', "import { a } from '../widget/a.ts';"],
    ['agent-console/a.ts', "import { a } from '../client/link';"],
    ['demo/shop.ts', "import { a } from '../tests/helpers/a.ts';"],
    ['scripts/a.ts', "import { a } from '../server/app.ts';"],
    ['somewhere/a.ts', ''],
  ])('%s: %s', (path, line) => {
    expect(imports(path, line)).toHaveLength(1);
  });

  it('but what the table allows is allowed', () => {
    expect(imports('client/link.ts', "import type { Frame } from '../protocol/frames.ts';")).toEqual([]);
    expect(imports('client/link.ts', "import { LIMITS } from '../protocol/constants.ts';")).toEqual([]);
    expect(imports('server/store/x.ts', "import type { Decision } from '../domain/decision.ts';")).toEqual([]);
    expect(imports('client/call/peer.ts', "import Peer from 'simple-peer';")).toEqual([]);
    expect(imports('widget/loader.ts', 'const panel = import(address);')).toEqual([]);
  });

  it('rooms of the table that stand behind a wider one would never be asked', () => {
    const hidden = HOUSE.filter(({ room }, index) =>
      HOUSE.slice(0, index).some((wider) => room.startsWith(wider.room)),
    );
    expect(hidden).toEqual([]);
  });

  it('a file without a head, with a default export, or that only passes on', () => {
    expect(shape('client/a.ts', 'export const a = 1;\n/** Too late. */')).toEqual(['client/a.ts has no head comment']);
    expect(shape('client/a.ts', '// One line is no paragraph.\nexport const a = 1;')).toHaveLength(1);
    expect(shape('client/a.ts', `${HEAD}export default 1;`)).toEqual(['client/a.ts has a default export']);
    expect(shape('client/a.ts', `${HEAD}export * from './b.ts';\nexport { c } from './c.ts';`)).toHaveLength(1);
  });

  it('a name that is not kebab-case or says nothing', () => {
    expect(shape('client/someThing.ts', HEAD)).toEqual(['client/someThing.ts is not named in kebab-case']);
    expect(shape('client/utils/a.ts', HEAD)).toEqual(['client/utils/a.ts has a name that says nothing']);
    expect(shape('client/call/simple-peer.d.ts', HEAD)).toEqual([]);
  });

  it.each([
    ['export const a = () => Date.now();', 'reads the clock'],
    ['export const a = () => new Date();', 'reads the clock'],
    ['export const a = () => Math.random();', 'draws lots'],
    ['export const a = () => crypto.randomUUID();', 'draws lots'],
    ['export const a = () => setTimeout(() => {}, 1);', 'starts a timer'],
    ['export const a = async () => 1;', 'is asynchronous'],
  ])('a domain that is not pure: %s', (text, what) => {
    expect(purity(text)).toEqual([`server/domain/x.ts ${what}`]);
  });

  it('but a given time may be taken apart', () => {
    expect(purity('export const year = (at: number) => new Date(at).getUTCFullYear();')).toEqual([]);
  });

  it('a circle, also one of types', () => {
    const circle = [
      parseSource('client/a.ts', `${HEAD}import { b } from './b.ts';`),
      parseSource('client/b.ts', `${HEAD}import type { C } from './c.ts';`),
      parseSource('client/c.ts', `${HEAD}import('./a.ts');`),
    ];
    expect(cycles(circle)).toEqual(['client/a.ts → client/b.ts → client/c.ts → client/a.ts']);
    expect(cycles(circle.slice(1))).toEqual([]);
  });
});
