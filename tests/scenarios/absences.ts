/**
 * Browsers that were away, from no time at all to thirty days, while nothing or a hundred thousand messages were
 * written: whoever comes back has everything as soon as they look, however it was cut into pages (N4). Time is turned on
 * by hand for long absences.
 */
import type { CommandId, ConversationId, SessionId } from '../../protocol/ids.ts';
import type { VisitorActor } from '../../server/domain/decision.ts';
import { EagerClock } from '../helpers/faults/eager-clock.ts';
import { anomaliesOf } from '../helpers/faults/history.ts';
import type { SentMessage } from '../helpers/faults/history.ts';
import { seeded } from '../helpers/faults/random.ts';
import { startNode } from '../helpers/faults/server-node.ts';
import type { ServerNode } from '../helpers/faults/server-node.ts';
import { historyOf, openTalk, PATIENCE_MS, tabsOf } from '../helpers/faults/talk.ts';
import type { Talk } from '../helpers/faults/talk.ts';
import { until } from '../helpers/services.ts';
import { freshId } from '../helpers/socket-client.ts';
import type { Findings } from './scenario.ts';

/** What happens in one turn of the event loop. */
const STEP_MS = 100;
/** No alarm is set for longer. */
const LONGEST_MS = 10 * 60_000;
/** Messages that are on their way to the store at once. */
const BURST = 1_000;
/** A longer absence is not waited for: the clock is turned. */
const WAITED_MS = 60_000;

/** One row of the table. */
export interface Absence {
  readonly awayMs: number;
  /** Messages that are written meanwhile. */
  readonly missed: number;
}

/** The visitor of a conversation, for messages past the limits of a browser. */
async function writerOf({ app }: ServerNode, conversation: ConversationId): Promise<VisitorActor> {
  const stored = await app.store.conversation(conversation);
  if (stored === undefined) throw new Error('there is no such conversation');
  const { visitor, site, department } = stored.state;
  const place = { site, department, topics: {}, locale: 'en', page: null };
  return { kind: 'visitor', visitor, session: freshId<SessionId>(), ...place };
}

async function writeMeanwhile(node: ServerNode, { conversation }: Talk, count: number): Promise<SentMessage[]> {
  const writer = await writerOf(node, conversation);
  const sent: SentMessage[] = [];
  const post = async (): Promise<void> => {
    const [id, text] = [freshId<CommandId>(), `missed message ${sent.length + 1} of ${conversation}`];
    sent.push({ sender: 'another tab', conversation, message: id, text, outcome: 'done' });
    const body = { text, audience: 'all' } as const;
    const outcome = await node.app.switchboard.execute(writer, { id, type: 'message.post', conversation, body });
    if ('refused' in outcome) throw new Error(outcome.refused.message);
  };
  while (sent.length < count) await Promise.all(Array.from({ length: Math.min(BURST, count - sent.length) }, post));
  return sent;
}

/** Everybody leaves, one tab for another page and one asleep, and comes back later. */
async function leave(
  node: ServerNode,
  clock: EagerClock,
  { talk, absence }: { readonly talk: Talk; readonly absence: Absence },
): Promise<{ sent: SentMessage[]; recoveryMs: number }> {
  const { bytes } = node.network;
  const [reader, sleeper] = talk.visitors;
  reader?.leave();
  bytes.refuse();
  await until(() => sleeper?.isOnline === false);
  const sent = await writeMeanwhile(node, talk, absence.missed);
  const backAt = clock.now() + absence.awayMs;
  if (absence.awayMs > WAITED_MS) clock.jump(absence.awayMs);
  await until(() => clock.now() >= backAt, { patienceMs: PATIENCE_MS });
  bytes.heal();
  sleeper?.changeNetwork();
  reader?.comeBack();
  const healedAt = clock.now();
  await until(() => tabsOf(talk).every(({ isOnline }) => isOnline), { patienceMs: PATIENCE_MS });
  return { sent, recoveryMs: clock.now() - healedAt };
}

/** Runs the table. */
export async function absences({ seed, table }: { seed: number; table: readonly Absence[] }): Promise<Findings> {
  const chance = seeded(seed);
  const clock = new EagerClock(STEP_MS);
  const node = await startNode(clock);
  const findings = { anomalies: [] as Findings['anomalies'][number][], recoveriesMs: [] as number[], messages: 0 };
  for (const [index, absence] of table.entries()) {
    const talk = await openTalk({ name: `row ${index + 1}`, nodes: [node], clock, chance, agents: 0 });
    const { sent, recoveryMs } = await leave(node, clock, { talk, absence });
    const history = await historyOf([talk], node.app.store);
    findings.anomalies.push(...anomaliesOf({ ...history, sent: [...history.sent, ...sent] }));
    findings.messages += sent.length;
    findings.recoveriesMs.push(recoveryMs);
    for (const tab of tabsOf(talk)) tab.stop();
  }
  await node.close();
  clock.stop();
  // Alarms that were called off share one with others, which goes off for nobody.
  clock.advance(LONGEST_MS);
  const left = clock.alarms + node.network.bytes.lines + node.network.frames.lines;
  return { ...findings, left, cycles: table.length, repeated: 0 };
}
