/**
 * Which core is whose: the server under test has one for itself, everything else runs on another, so that neither steals
 * the other's time. Knows Linux.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The cores that this process was allowed to use when it started. */
function allowedCores(): number[] {
  const status = readFileSync('/proc/self/status', 'utf8');
  const list = /^Cpus_allowed_list:\s+(\S+)$/m.exec(status)![1]!;
  return list.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}

const CORES = allowedCores();

/** The core of the servers. */
export function serverCore(): number {
  return CORES[0]!;
}

/** Moves this process, with all of its threads, to the core of the load. Throws where there is only one. */
export function takeLoadCore(): void {
  const core = CORES[1];
  if (core === undefined) throw new Error('The benchmarks need two cores: one for the server, one for the load.');
  execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', String(core), String(process.pid)], {
    stdio: 'ignore',
  });
}
