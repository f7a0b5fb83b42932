/**
 * What the widget weighs on a shop's page, from the built files: before the click, until one can write, and when a call
 * starts. It follows the bundler's manifest and knows nothing of what is inside.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { buildIfStale } from '../scripts/build.ts';
import { table } from './table.ts';

const WEB = fileURLToPath(new URL('../dist/web/', import.meta.url));

/** A file of the bundle, as the manifest tells of it. */
interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  /** Loaded together with it. */
  readonly imports?: readonly string[];
  /** Loaded when they are needed. */
  readonly dynamicImports?: readonly string[];
}

type Manifest = Readonly<Record<string, Chunk | undefined>>;

/** What a step loads. */
interface Step {
  readonly label: string;
  readonly files: readonly string[];
}

/** The chunks, and everything that they load together with themselves. */
function withImports(manifest: Manifest, keys: readonly string[]): Set<string> {
  const all = new Set<string>();
  const waiting = [...keys];
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    if (all.has(key)) continue;
    all.add(key);
    waiting.push(...(manifest[key]?.imports ?? []));
  }
  return all;
}

function steps(manifest: Manifest): Step[] {
  const files = (keys: Iterable<string>) => [...keys].map((key) => `widget/${manifest[key]!.file}`);
  const entries = Object.keys(manifest).filter((key) => manifest[key]!.isEntry);
  const panel = withImports(manifest, entries);
  const later = [...panel].flatMap((key) => manifest[key]!.dynamicImports ?? []);
  const own = later.map((key) => ({
    label: `later: ${key}`,
    files: files([...withImports(manifest, [key])].filter((each) => !panel.has(each))),
  }));
  return [
    { label: 'before the click', files: ['shopbell.js'] },
    { label: 'the click: a panel to write in', files: files(panel) },
    ...own,
  ];
}

/** Builds the bundles if they are stale and weighs them. */
export async function widget(): Promise<string> {
  await buildIfStale();
  const manifest = JSON.parse(readFileSync(`${WEB}widget/manifest.json`, 'utf8')) as Manifest;
  const weighed = steps(manifest).map(({ label, files }) => {
    const contents = files.map((file) => readFileSync(WEB + file));
    const sum = (weigh: (content: Buffer) => number) => contents.reduce((bytes, each) => bytes + weigh(each), 0);
    const brotli = sum((content) => brotliCompressSync(content).length);
    return [label, String(files.length), String(brotli), String(sum((content) => content.length))];
  });
  return table(['loads', 'files', 'bytes (brotli)', 'bytes (plain)'], weighed);
}
