/**
 * Where the time went: folds a CPU profile into two tables, by file and by function. It knows V8's profiles and the
 * folders of this project, not what was running.
 */
import type { Profiler } from 'node:inspector';
import { fileURLToPath } from 'node:url';
import { table } from './table.ts';

const ROOT = new URL('..', import.meta.url).href;
/** Rows of each table; what is below them is noise. */
const FILES = 24;
const FUNCTIONS = 24;

/** Own time, without what was called, by name. */
type Times = Map<string, number>;

/** Which file a function belongs to, as a reader of this project knows it. */
function place({ url, functionName }: Profiler.ProfileNode['callFrame']): string {
  const [, packageName] = /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url) ?? [];
  if (packageName !== undefined) return packageName;
  if (url.startsWith(ROOT)) return fileURLToPath(url).slice(fileURLToPath(ROOT).length);
  if (url.startsWith('node:')) return 'Node';
  return functionName === '(garbage collector)' ? 'V8: garbage' : 'native code and the kernel';
}

function nameOf(callFrame: Profiler.ProfileNode['callFrame']): string {
  const { functionName, lineNumber, url } = callFrame;
  const where = place(callFrame);
  if (url === '') return functionName || 'native';
  return url.startsWith('node:')
    ? `${functionName || 'anonymous'} (${url})`
    : `${functionName || 'anonymous'} (${where}:${lineNumber + 1})`;
}

/** Own time of each node, in microseconds. */
function ownTimes({ samples = [], timeDeltas = [] }: Profiler.Profile): Map<number, number> {
  const own = new Map<number, number>();
  for (const [index, id] of samples.entries()) own.set(id, (own.get(id) ?? 0) + (timeDeltas[index] ?? 0));
  return own;
}

function rows(times: Times, limit: number, microsPerSample: (micros: number) => string[]): string[][] {
  return [...times]
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, limit)
    .map(([name, micros]) => [name, ...microsPerSample(micros)]);
}

/** Nothing to do, or the profile looking at itself. */
function isNone({ functionName, url }: Profiler.ProfileNode['callFrame']): boolean {
  return functionName === '(idle)' || url.startsWith('node:inspector');
}

/**
 * Two tables: own time by file and by function, as a share, and in CPU time per message or connection. A profile cannot tell waiting
 * for the disk from working, so COMMIT (in `exec`) is shown too large, and the rest too small by the same amount.
 */
export function describeProfile(profile: Profiler.Profile, microsEach: number): string {
  const own = ownTimes(profile);
  const [byFile, byFunction]: [Times, Times] = [new Map(), new Map()];
  let total = 0;
  for (const { id, callFrame } of profile.nodes) {
    const micros = own.get(id) ?? 0;
    if (micros === 0 || isNone(callFrame)) continue;
    total += micros;
    for (const [times, name] of [
      [byFile, place(callFrame)],
      [byFunction, nameOf(callFrame)],
    ] as const) {
      times.set(name, (times.get(name) ?? 0) + micros);
    }
  }
  const figures = (micros: number) => [
    `${((100 * micros) / total).toFixed(1)} %`,
    ((micros / total) * microsEach).toFixed(2),
  ];
  const head = ['own time', 'share', 'µs each'];
  return [table(head, rows(byFile, FILES, figures)), table(head, rows(byFunction, FUNCTIONS, figures))].join('\n\n');
}
