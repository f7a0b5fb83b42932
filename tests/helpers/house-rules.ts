/**
 * The house rules: who may import whom, as a table, and the shape that every file has. Knows only what source-files.ts
 * found in the syntax trees; the linter says some of the same in the editor, but only here every file is counted.
 */
import { Visitor } from 'vite';
import type { Import, SourceFile } from './source-files.ts';

/** What the files of one room may import. Patterns: an exact path or package, or a prefix that ends in `/` or `:`. */
interface Room {
  /** The first room of the table that holds a file judges it. */
  readonly room: string;
  readonly values: readonly string[];
  /** Importable as types besides. */
  readonly types?: readonly string[];
  /** Never, although `values` would allow it. */
  readonly never?: readonly string[];
  /** May import() an address that is known only at run time. */
  readonly computed?: true;
}

const ANYTHING = '*';
const LIT = ['lit', 'lit/', 'lucide/'];
const FASTIFY = ['fastify', 'fastify-type-provider-zod', '@fastify/'];
/** What a browser has of the language at run time; zod and everything that imports it stays on the server. */
const LANGUAGE_AT_RUN_TIME = 'protocol/constants.ts';
const STORE_DOOR = ['server/store/store.ts', 'server/store/people.ts', 'server/store/chronicle.ts'];
/** Numbers and their reasons. */
const SERVER_LIMITS = 'server/limits.ts';
const BROKER_DOOR = 'server/broker/broker.ts';
/** What `decide` returns, with the guard that tells a decision from a refusal: shape, no rules. */
const DECISION = 'server/domain/decision.ts';

/** The table, the special rooms before the rooms that they are in. */
export const HOUSE: readonly Room[] = [
  { room: LANGUAGE_AT_RUN_TIME, values: [] },
  { room: 'protocol/', values: ['protocol/', 'zod'] },

  { room: 'server/domain/', values: ['server/domain/', 'protocol/'] },
  {
    room: 'server/store/',
    values: ['server/store/', DECISION, 'protocol/', 'kysely', 'kysely/', 'pg', 'node:'],
    types: ['server/domain/'],
  },
  {
    room: 'server/broker/',
    values: ['server/broker/', 'protocol/', 'redis', 'node:'],
    types: ['server/domain/', 'server/clock.ts'],
  },
  {
    room: 'server/switchboard/',
    values: [
      'server/switchboard/',
      'server/domain/',
      'server/clock.ts',
      SERVER_LIMITS,
      'protocol/',
      ...STORE_DOOR,
      BROKER_DOOR,
      'node:',
    ],
    // Frames are read here; the schemas are the language's, their complaints are zod's.
    types: ['zod', 'server/holidays.ts', 'server/phone.ts'],
  },
  {
    room: 'server/http/',
    values: [
      'server/http/',
      'server/switchboard/',
      SERVER_LIMITS,
      'protocol/',
      ...STORE_DOOR,
      ...FASTIFY,
      'ws',
      'zod',
      'sharp',
      'node:',
    ],
    types: [
      'server/domain/',
      'server/clock.ts',
      'server/holidays.ts',
      'server/phone.ts',
      'server/config.ts',
      BROKER_DOOR,
    ],
  },
  { room: SERVER_LIMITS, values: [] },
  { room: 'server/clock.ts', values: ['node:'] },
  { room: 'server/holidays.ts', values: ['date-holidays'], types: ['protocol/', 'date-holidays'] },
  {
    room: 'server/phone.ts',
    values: ['libphonenumber-js/max', 'server/service-numbers.ts'],
    types: ['libphonenumber-js/max'],
  },
  { room: 'server/service-numbers.ts', values: [] },
  { room: 'server/config.ts', values: [LANGUAGE_AT_RUN_TIME, 'zod', 'node:'] },
  {
    room: 'server/',
    values: ['server/', 'protocol/', ...FASTIFY, 'node:'],
  },

  { room: 'client/call/peer.ts', values: ['client/', 'simple-peer', LANGUAGE_AT_RUN_TIME], types: ['protocol/'] },
  { room: 'client/elements/', values: ['client/', ...LIT, LANGUAGE_AT_RUN_TIME], types: ['protocol/'] },
  { room: 'client/', values: ['client/', LANGUAGE_AT_RUN_TIME], types: ['protocol/'], never: ['client/elements/'] },
  {
    room: 'widget/loader.ts',
    values: ['widget/', 'client/', LANGUAGE_AT_RUN_TIME],
    types: ['protocol/'],
    computed: true,
  },
  { room: 'widget/', values: ['widget/', 'client/', ...LIT, LANGUAGE_AT_RUN_TIME], types: ['protocol/'] },
  { room: 'agent-console/', values: ['agent-console/', 'client/', ...LIT, LANGUAGE_AT_RUN_TIME], types: ['protocol/'] },

  { room: 'scripts/', values: ['scripts/', 'server/main.ts', 'server/operate.ts', 'demo/shop.ts', 'vite', 'node:'] },
  { room: 'demo/', values: [ANYTHING], never: ['tests/', 'bench/', 'scripts/'] },
  { room: 'bench/', values: [ANYTHING], computed: true },
  { room: 'tests/', values: [ANYTHING], computed: true },
];

const isIn = (patterns: readonly string[], target: string): boolean =>
  patterns.some(
    (pattern) => pattern === ANYTHING || pattern === target || (/[/:]$/.test(pattern) && target.startsWith(pattern)),
  );

function objection(room: Room, { target, typeOnly }: Import): string | undefined {
  if (target === undefined) return room.computed ? undefined : 'an address known only at run time';
  if (isIn(room.never ?? [], target)) return `never ${target}`;
  if (isIn(room.values, target)) return undefined;
  if (!isIn(room.types ?? [], target)) return `not ${target}`;
  return typeOnly ? undefined : `${target} only as a type`;
}

/** What is wrong with a file's imports, one sentence each. */
export function importViolations(file: SourceFile): string[] {
  const room = HOUSE.find((each) => isIn([each.room], file.path));
  if (room === undefined) return [`${file.path} stands in no room of the table`];
  return file.imports.flatMap((each) => {
    const extension = each.specifier.startsWith('.') && !/\.(ts|mjs|js|json)$/.test(each.specifier);
    if (extension) return [`${file.path} imports ${each.specifier} without its ending`];
    const reason = objection(room, each);
    return reason === undefined ? [] : [`${file.path} imports ${each.specifier}: ${room.room} may import ${reason}`];
  });
}

/** What is wrong with a file's shape, one sentence each. */
export function shapeViolations(file: SourceFile): string[] {
  const wrong: string[] = [];
  if (!file.hasHead) wrong.push('has no head comment');
  if (file.hasDefaultExport) wrong.push('has a default export');
  if (file.isBarrel) wrong.push('only passes on what other files export');
  if (!/^([a-z0-9]+[-/.])*ts$/.test(file.path)) wrong.push('is not named in kebab-case');
  if (/(^|\/)(utils?|common|misc|shared)(\/|\.)/.test(file.path)) wrong.push('has a name that says nothing');
  return wrong.map((what) => `${file.path} ${what}`);
}

/** Where a file of the domain reads the clock, draws lots or waits; other rooms may. */
export function purityViolations(file: SourceFile): string[] {
  const found: string[] = [];
  const add = (what: string): void => void found.push(`${file.path} ${what}`);
  const asynchronous = (node: { async: boolean }): void => {
    if (node.async) add('is asynchronous');
  };
  new Visitor({
    FunctionDeclaration: asynchronous,
    FunctionExpression: asynchronous,
    ArrowFunctionExpression: asynchronous,
    AwaitExpression: () => add('awaits'),
    NewExpression: ({ callee, arguments: given }) => {
      if (callee.type === 'Identifier' && callee.name === 'Date' && given.length === 0) add('reads the clock');
    },
    CallExpression: ({ callee }) => {
      if (callee.type === 'Identifier' && callee.name === 'Date') add('reads the clock');
      if (callee.type === 'Identifier' && /^set(Timeout|Interval|Immediate)$/.test(callee.name)) add('starts a timer');
    },
    MemberExpression: ({ object, property }) => {
      if (object.type !== 'Identifier' || property.type !== 'Identifier') return;
      if (['Date.now', 'performance.now'].includes(`${object.name}.${property.name}`)) add('reads the clock');
      if (`${object.name}.${property.name}` === 'Math.random' || object.name === 'crypto') add('draws lots');
    },
  }).visit(file.program);
  return found;
}

/** Circles of imports, types included, each as the path of one walk around. */
export function cycles(files: readonly SourceFile[]): string[] {
  const edges = new Map(files.map((file) => [file.path, file.imports.flatMap(({ target }) => target ?? [])]));
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start !== -1) found.push([...trail.slice(start), path].join(' → '));
    if (start !== -1 || done.has(path)) return;
    for (const target of edges.get(path) ?? []) walk(target, [...trail, path]);
    done.add(path);
  };
  for (const path of edges.keys()) walk(path, []);
  return found;
}
