/**
 * What a shop's page pays for the bell, in bytes as they travel (brotli): before the click, until one can chat, and for a
 * first call. Measured on the built files, which are built here if they are older than their sources.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildIfStale } from '../../scripts/build.ts';
import { ROOT } from '../helpers/source-files.ts';
import { someSettings } from '../helpers/widget.ts';

/** A chunk in the manifest of the build. */
interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
}

const WEB = join(ROOT, 'dist/web');
const PANEL = 'widget/index.ts';
const LOCALES = ['widget/locales/de.ts', 'widget/locales/en.ts'];
const CALL = [
  'widget/views/call.ts',
  'widget/views/running-call.ts',
  'client/call/browser-calls.ts',
  'client/call/peer.ts',
];
const WAITING = 'widget/views/waiting/waiting.ts';
/** Loader and settings; the panel with one language; everything of a call; everything about waiting and being away. */
const BUDGETS = { loader: 5_000, panel: 30_000, call: 25_000, waiting: 12_000 };

let manifest: Readonly<Record<string, Chunk>>;

const weight = (content: string | Buffer): number => brotliCompressSync(content).length;
const read = (file: string): Buffer => readFileSync(join(WEB, file));

/** The files that a browser loads for these entries, each once, what they import included. */
function filesFor(entries: readonly string[]): readonly string[] {
  const files = new Set<string>();
  const visit = (entry: string): void => {
    const chunk = manifest[entry];
    if (chunk === undefined) throw new Error(`the build has no ${entry}`);
    if (files.has(chunk.file)) return;
    files.add(chunk.file);
    chunk.imports?.forEach(visit);
  };
  entries.forEach(visit);
  return [...files].map((file) => `widget/${file}`);
}

/** The files of these entries that the panel has not loaded already. */
function filesAfterPanel(entries: readonly string[]): readonly string[] {
  const first = new Set(filesFor([PANEL]));
  return filesFor(entries).filter((file) => !first.has(file));
}

const weightOf = (files: readonly string[]): number => files.reduce((sum, file) => sum + weight(read(file)), 0);

/** The source files of bundles, by their maps. */
function sourcesOf(files: readonly string[]): readonly string[] {
  return files.flatMap((file) => (JSON.parse(read(`${file}.map`).toString()) as { sources: string[] }).sources);
}

/** What must not be in the first bundles: schemas, WebRTC, and the screens of calls. */
const LATE =
  /node_modules\/(zod|simple-peer)\/|client\/poll|client\/call\/(model|own-end|leg|peer|devices)|elements\/call-|-call\.ts$/;

beforeAll(async () => {
  await buildIfStale();
  manifest = JSON.parse(read('widget/manifest.json').toString()) as typeof manifest;
}, 60_000);

describe('a shop’s page loads', () => {
  it('one small script and the settings before the click', () => {
    const six = { ...someSettings(), team: [...someSettings().team, ...someSettings().team] };
    expect(weight(read('shopbell.js')) + weight(JSON.stringify(six))).toBeLessThanOrEqual(BUDGETS.loader);
    expect(read('shopbell.js').toString()).toContain(manifest[PANEL]?.file);
  });

  it.each(LOCALES)('the panel with %s until one can chat', (locale) => {
    const files = filesFor([PANEL, locale]);
    expect(weightOf(files)).toBeLessThanOrEqual(BUDGETS.panel);
    expect(files.length).toBeLessThanOrEqual(3);
  });

  it('nothing of a call before a call, and never a schema', () => {
    const sources = sourcesOf(filesFor([PANEL, ...LOCALES]));
    expect(sources.filter((source) => LATE.test(source))).toEqual([]);
    expect(sources.filter((source) => source.includes('widget/'))).not.toEqual([]);
  });

  it('the rest of a call with the first one', () => {
    expect(weightOf(filesAfterPanel([...CALL, 'widget/locales/de-call.ts']))).toBeLessThanOrEqual(BUDGETS.call);
  });

  it('what is said and shown about waiting after the first screen, in one part', () => {
    const more = filesAfterPanel([WAITING]);
    expect(weightOf(more)).toBeLessThanOrEqual(BUDGETS.waiting);
    expect(sourcesOf(more).filter((source) => source.includes('widget/views/waiting/'))).not.toEqual([]);
    expect(sourcesOf(filesFor([PANEL])).filter((source) => source.includes('/waiting'))).toEqual([]);
  });
});

describe('this measure', () => {
  it('would see a panel that carries its calls', () => {
    const files = filesFor([PANEL, ...LOCALES.slice(0, 1), ...CALL]);
    expect(weightOf(files)).toBeGreaterThan(BUDGETS.panel);
    expect(sourcesOf(files).filter((source) => LATE.test(source))).not.toEqual([]);
    expect(sourcesOf(files).some((source) => source.includes('simple-peer'))).toBe(true);
  });
});
