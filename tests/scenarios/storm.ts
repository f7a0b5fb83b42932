/**
 * Many conversations on one server while its network and the server itself fail in every way that a seed chooses: cut,
 * broken off in the middle of a frame, half open, closed, held, slow, restarted; pages change, frames are dropped and
 * doubled, and replies are suppressed so that commands have to be sent again (N1, N2).
 */
import { setTimeout as pause } from 'node:timers/promises';
import { EagerClock } from '../helpers/faults/eager-clock.ts';
import { ofPushed, sometimes, suppressReplies, together } from '../helpers/faults/frame-rules.ts';
import type { Suppression } from '../helpers/faults/frame-rules.ts';
import { anomaliesOf } from '../helpers/faults/history.ts';
import { oneOf, seeded } from '../helpers/faults/random.ts';
import type { Chance } from '../helpers/faults/random.ts';
import { startNode } from '../helpers/faults/server-node.ts';
import type { ServerNode } from '../helpers/faults/server-node.ts';
import { calm, historyOf, openTalk, tabsOf, writeOne } from '../helpers/faults/talk.ts';
import type { Talk } from '../helpers/faults/talk.ts';
import type { Findings, ScenarioSize } from './scenario.ts';

/** No alarm is set for longer. */
const LONGEST_MS = 10 * 60_000;
/** Conversations at once, each with two tabs of a visitor and two agents. */
const TALKS = 16;
/** What passes in one turn of the event loop: short next to everybody's patience, which is ten seconds and more. */
const STEP_MS = 250;
/** More than one in ten is there again after a reply that was kept back (N2). */
const SUPPRESSED = { repeated: 0.15, deafened: 0.3 } as const;

/** Frames that are lost, doubled or late, beside replies that are suppressed. */
function weather(chance: Chance): Suppression {
  const suppression = suppressReplies(SUPPRESSED, chance);
  const drop = ofPushed(sometimes(0.01, chance, () => 'drop'));
  const double = ofPushed(sometimes(0.02, chance, () => 'twice'));
  const delay = sometimes(0.01, chance, () => ({ delayMs: 1 + 20 * chance() }));
  const cut = sometimes(0.0005, chance, () => 'cut');
  const rule = together(suppression.rule, drop, double, delay, cut);
  return {
    rule,
    get sent() {
      return suppression.sent;
    },
    get repeated() {
      return suppression.repeated;
    },
  };
}

interface Scene {
  readonly node: ServerNode;
  readonly talks: readonly Talk[];
  readonly chance: Chance;
}

/** A moment as long as a seed makes it, in the machine's time. */
const aMoment = (chance: Chance): Promise<void> => pause(200 * chance());

/** Everything that can happen, by name. */
const FAULTS: Readonly<Record<string, (scene: Scene) => Promise<void> | void>> = {
  'every connection is cut': ({ node }) => node.network.bytes.cut(),
  'connections break off in the middle': ({ node, chance }) =>
    node.network.bytes.limit(() => Math.floor(3_000 * chance())),
  'a third of the connections is half open': ({ node, chance }) => node.network.bytes.swallow(() => chance() < 0.3),
  async 'nobody gets in'({ node, chance }) {
    node.network.bytes.refuse();
    await aMoment(chance);
    node.network.bytes.heal();
  },
  async 'nothing passes for a while'({ node, chance }) {
    node.network.bytes.hold();
    await aMoment(chance);
    node.network.bytes.heal();
  },
  async 'the network is slow'({ node, chance }) {
    node.network.bytes.slow({ delayMs: 20 * chance(), bytesPerSecond: 100_000 });
    await aMoment(chance);
    node.network.bytes.heal();
  },
  'the server restarts': ({ node }) => node.restart(),
  'pages change': ({ talks, chance }) => {
    for (const tab of talks.flatMap(({ visitors }) => visitors)) if (chance() < 0.5) tab.reload();
  },
  'machines change networks': ({ talks, chance }) => {
    for (const tab of talks.flatMap(tabsOf)) if (chance() < 0.3) tab.changeNetwork();
  },
};

async function cycle(scene: Scene, messages: number): Promise<void> {
  const { talks, chance } = scene;
  const name = oneOf(Object.keys(FAULTS), chance);
  const before = Math.floor(messages * chance());
  for (let count = 0; count < before; count += 1) writeOne(oneOf(talks, chance), chance);
  await aMoment(chance);
  const fault = FAULTS[name]?.(scene);
  for (let count = before; count < messages; count += 1) writeOne(oneOf(talks, chance), chance);
  await fault;
  await calm(talks);
}

/** Runs it. */
export async function storm({ seed, cycles, messages }: ScenarioSize): Promise<Findings> {
  const chance = seeded(seed);
  const clock = new EagerClock(STEP_MS);
  const node = await startNode(clock);
  const names = Array.from({ length: TALKS }, (_, index) => `talk ${index + 1}`);
  const talks = await Promise.all(names.map((name) => openTalk({ name, nodes: [node], clock, chance, agents: 2 })));
  const suppression = weather(chance);
  node.network.frames.rule = suppression.rule;
  for (let count = 0; count < cycles; count += 1) await cycle({ node, talks, chance }, messages / cycles);
  node.network.frames.rule = () => 'pass';
  const history = await historyOf(talks, node.app.store);
  const tabs = talks.flatMap(tabsOf);
  for (const tab of tabs) tab.stop();
  await node.close();
  clock.stop();
  // Alarms that were called off share one with others, which goes off for nobody.
  clock.advance(LONGEST_MS);
  return {
    cycles,
    messages: history.sent.length,
    repeated: suppression.repeated,
    anomalies: anomaliesOf(history),
    recoveriesMs: tabs.flatMap(({ recoveries }) => recoveries),
    left: clock.alarms + node.network.bytes.lines + node.network.frames.lines,
  };
}
