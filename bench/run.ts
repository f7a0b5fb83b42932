/**
 * `npm run bench`: runs the named benchmarks, or all, and prints Markdown tables. Figures are printed, never asserted:
 * whether a server is fast enough is for people who know the machine.
 */
import { connect } from './connect.ts';
import { herd } from './herd.ts';
import { growth } from './growth.ts';
import { idle } from './idle.ts';
import { latency } from './latency.ts';
import { messages } from './messages.ts';
import { nodes } from './nodes.ts';
import { readOptions } from './options.ts';
import type { Options } from './options.ts';
import { picture } from './picture.ts';
import { postgres } from './postgres.ts';
import { routing } from './routing.ts';
import { simulation } from './simulation.ts';
import { widget } from './widget.ts';

const BENCHMARKS: Readonly<Record<string, (options: Options) => Promise<string>>> = {
  widget,
  idle,
  connect,
  herd,
  messages,
  latency,
  growth,
  postgres,
  nodes,
  routing,
  picture,
  simulation,
};

async function run(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const names = options.names.length > 0 ? options.names : Object.keys(BENCHMARKS);
  for (const name of names) {
    const benchmark = BENCHMARKS[name];
    if (benchmark === undefined) throw new Error(`No benchmark "${name}": ${Object.keys(BENCHMARKS).join(', ')}`);
    console.log(`\n## ${name}\n\n${await benchmark(options)}`);
  }
}

// As an ordinary end, so that servers and data go too.
process.once('SIGINT', () => process.exit(130));
run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
