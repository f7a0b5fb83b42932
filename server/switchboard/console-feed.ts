/**
 * What only a console hears: rows of its departments' inbox and the presence of agents, its own included. It knows the
 * agent and the departments, no conversation's content.
 */
import type { Inbox } from '../../protocol/frames.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import type { AlarmRow, ConversationRow, GoneRow, Presence } from '../../protocol/models.ts';
import type { BrokerMessage } from '../broker/broker.ts';
import type { AgentActor } from '../domain/decision.ts';
import { viewerOf, viewRow } from '../domain/visibility.ts';
import { leads } from './announcer.ts';
import { rowText, signalText } from './frames-out.ts';
import { errorFacts } from './log.ts';
import type { ThisNode } from './node.ts';
import type { Outlet } from './outlet.ts';

type PresentAs = Exclude<Presence, 'offline'>;

export interface ConsoleFeedOptions {
  readonly node: Pick<ThisNode, 'store' | 'broker' | 'rows' | 'presence' | 'reading' | 'log'>;
  readonly actor: AgentActor;
  readonly outlet: Outlet;
}

export class ConsoleFeed {
  readonly #options: ConsoleFeedOptions;
  readonly #unsubscribe: (() => void)[] = [];
  /** Until the welcome is out, because a browser cannot place what changes a list that it does not have. */
  #held: string[] | null = [];
  /** Version of the newest row of its departments that was published. */
  #version = 0;
  /** What this console lists: it is told when it may not see one of them any more (TR2). */
  readonly #listed = new Set<ConversationId>();
  /** The agent's switch, as last read or heard. */
  #switch: PresentAs | undefined;
  #isStopped = false;

  constructor(options: ConsoleFeedOptions) {
    this.#options = options;
  }

  /** Begins to listen; what comes is held back until `start`. */
  subscribe(): void {
    const { node, actor } = this.#options;
    for (const department of actor.departments) {
      this.#unsubscribe.push(node.rows.listen(department, (message) => this.#hearDepartment(message)));
    }
    this.#unsubscribe.push(node.broker.subscribe(`agent:${actor.agent}`, (message) => this.#hearOwn(message)));
  }

  /** The agent's switch. It is read after `subscribe`, because another tab may be turning it. */
  async presence(): Promise<PresentAs> {
    const { node, actor } = this.#options;
    const agent = await node.store.people.agent(actor.agent);
    return (this.#switch ??= agent?.switch ?? 'away');
  }

  /** The welcome is out: passes on what was held, and shows this agent present. */
  async start(): Promise<void> {
    const { node, outlet } = this.#options;
    const held = this.#held ?? [];
    this.#held = null;
    for (const text of held) outlet.push(text);
    await this.#enter(this.#switch ?? 'away');
    for (const signal of await node.presence.everybody()) outlet.push(JSON.stringify(signal));
  }

  stop(): void {
    this.#isStopped = true;
    for (const unsubscribe of this.#unsubscribe.splice(0)) unsubscribe();
  }

  /** What a heartbeat says of the inbox (RS4). */
  get version(): number {
    return this.#version;
  }

  async inbox(): Promise<Inbox> {
    const inbox = await this.#options.node.reading.inbox(this.#options.actor);
    for (const { id } of inbox.rows) this.#listed.add(id);
    return inbox;
  }

  #hearDepartment(message: BrokerMessage): void {
    if (message.type === 'row') this.#row(message.row);
    if (message.type === 'signal') this.#push(signalText(message.signal));
  }

  /** The own switch was turned, perhaps in another tab. */
  #hearOwn(message: BrokerMessage): void {
    // Rows of its departments come there.
    if (message.type === 'row' && !this.#isHome(message.row)) this.#row(message.row);
    if (message.type !== 'signal' || message.signal.type !== 'presence') return;
    const { presence } = message.signal.body;
    if (presence === 'offline') return;
    this.#switch = presence;
    this.#enter(presence).catch((error: unknown) => {
      this.#options.node.log.warn(errorFacts(error), 'a presence could not be shown');
    });
  }

  async #enter(presence: PresentAs): Promise<void> {
    if (this.#isStopped) return;
    const { agent, session, departments } = this.#options.actor;
    await this.#options.node.presence.enter({ agent, session, departments }, presence);
  }

  #isHome({ department }: ConversationRow): boolean {
    return this.#options.actor.departments.includes(department);
  }

  #row(row: ConversationRow): void {
    const { agent } = this.#options.actor;
    if (this.#isHome(row)) this.#version = Math.max(this.#version, row.version);
    const isGuest = row.reservation?.agent === agent || row.agents.some(({ id }) => id === agent);
    if (!this.#isHome(row) && !isGuest) return this.#listed.has(row.id) ? this.#gone(row) : this.#alarm(row);
    if (row.status === 'ended') this.#listed.delete(row.id);
    else this.#listed.add(row.id);
    this.#push(rowText(viewRow(row, viewerOf(this.#options.actor))));
  }

  #gone({ id, version }: ConversationRow): void {
    this.#listed.delete(id);
    const row: GoneRow = { id, version, gone: true };
    this.#push(JSON.stringify({ kind: 'row', row }));
  }

  // PR6: whoever leads the shop hears of a promise at risk, and no more of what they do not see.
  #alarm({ id, version, caseNumber, department, promise }: ConversationRow): void {
    const { actor } = this.#options;
    if (promise === null || promise.stage < 90 || !leads(actor) || viewerOf(actor) !== 'staff') return;
    const row: AlarmRow = { id, version, caseNumber, department, alarm: promise };
    this.#push(JSON.stringify({ kind: 'row', row }));
  }

  #push(text: string): void {
    if (this.#held === null) this.#options.outlet.push(text);
    else this.#held.push(text);
  }
}
