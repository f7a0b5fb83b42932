/**
 * From `hello` to a person and a session: who speaks, whether the earlier session is theirs and free (RS6), and the
 * durable row that makes it outlive its connection. It knows nothing of frames that follow.
 */
import { CLOSE } from '../../protocol/constants.ts';
import type { Hello } from '../../protocol/frames.ts';
import type { SessionId } from '../../protocol/ids.ts';
import type { AgentActor, VisitorActor } from '../domain/decision.ts';
import { partnerOf } from '../domain/partners.ts';
import type { SessionRecord, SiteRecord } from '../store/people.ts';
import { personCard } from './identity.ts';
import { errorFacts } from './log.ts';
import type { ThisNode } from './node.ts';
import { hashSecret } from './passwords.ts';

/** What the door saw before anybody said hello. */
export interface Door {
  /** Widget: the site whose origin was checked. None: the console. */
  readonly site?: SiteRecord;
  /** The browser's home, whose limits are counted together. */
  readonly address: string;
  /** A polled connection's secret, hashed: whoever knows it may take the session along to another connection (RS9). */
  readonly key?: string;
}

/** Somebody who may come in. */
export interface Greeted {
  readonly actor: VisitorActor | AgentActor;
  readonly token?: string | undefined;
}

/** A session of before, and which node has it. */
type Earlier = Pick<SessionRecord, 'id' | 'person' | 'node'>;

/** Somebody who may not. */
export interface TurnedAway {
  readonly code: number;
  readonly reason: string;
}

/** FR14: who comes back too often, or from where too many new ones come; nothing of them was written. */
const TOO_OFTEN: TurnedAway = { code: CLOSE.limited, reason: 'too often' };

/** How often, and after which time, another node is looked at that has been asked for a session. */
const CLAIM_LOOKS = 4;
const CLAIM_LOOK_MS = 250;

/** The session of this hello; it is taken in the registry. Throws when the store cannot be used. */
export async function greet(node: ThisNode, hello: Hello, { site, address }: Door): Promise<Greeted | TurnedAway> {
  if (site !== undefined) return greetVisitor(node, hello, { site, address });
  if (hello.client !== 'console') return { code: CLOSE.badFrame, reason: 'a widget names its site at the door' };
  return greetAgent(node, hello);
}

async function greetVisitor(
  node: ThisNode,
  hello: Hello,
  { site, address }: Required<Pick<Door, 'site' | 'address'>>,
): Promise<Greeted | TurnedAway> {
  if (hello.client !== 'widget' || hello.site !== site.key) {
    return { code: CLOSE.badFrame, reason: 'the site is not the one at the door' };
  }
  const [department] = site.departments;
  if (department === undefined) throw new Error('a site routes to no department');
  const known = await node.identity.knownVisitor(site, hello.token);
  const wait = known ? node.limiter.take('hello', known.id) : node.limiter.take('new-visitor', address);
  if (wait > 0) return TOO_OFTEN;
  const { visitor, token } = known ? { visitor: known } : await node.identity.newVisitor(site);
  const record = await takeSession(node, hello, { kind: 'visitor', id: visitor.id });
  const { locale, page } = record;
  const actor: VisitorActor = {
    ...{ kind: 'visitor', visitor: visitor.id, session: record.id },
    ...{ site: site.id, department, topics: site.topics, locale, page },
  };
  return { actor, token };
}

async function greetAgent(node: ThisNode, hello: Hello): Promise<Greeted | TurnedAway> {
  const agent = hello.token === undefined ? undefined : await node.identity.redeemTicket(hello.token);
  if (agent === undefined) return { code: CLOSE.unauthenticated, reason: 'the ticket is spent or unknown' };
  const record = await takeSession(node, hello, { kind: 'agent', id: agent.id });
  const { role, departments, chatCapacity: capacity } = agent;
  const partner = partnerOf(departments, await node.store.people.departments());
  const actor: AgentActor = {
    ...{ kind: 'agent', agent: agent.id, session: record.id },
    ...{ card: personCard(agent, partner), role, departments, capacity },
  };
  return { actor };
}

/** The earlier session if it is this person's and nobody else has it, or a new one. */
async function takeSession(
  node: ThisNode,
  { resume, locale, page }: Hello,
  person: SessionRecord['person'],
): Promise<SessionRecord> {
  const { people } = node.store;
  const here = node.neighbours && { node: node.neighbours.name };
  const rest = { person, locale, page: page ?? null, awaySince: null, ...here };
  const earlier = resume && (await earlierSession(node, resume.session));
  const isOwn = earlier?.person.kind === person.kind && earlier.person.id === person.id;
  if (isOwn && resume?.poll !== undefined) await claim(node, hashSecret(resume.poll), earlier.id);
  if (isOwn && node.registry.take(earlier.id)) {
    const record = { id: earlier.id, ...rest };
    node.grace.returned(earlier.id);
    if (await keep(node, record, () => takeOver(node, record, earlier))) return record;
    // Another node has it; whatever is still here of it ends as if it had not been asked for.
    node.registry.release(earlier.id);
    node.grace.lost(earlier);
  }
  const record = { id: newSession(node), ...rest };
  await keep(node, record, async () => {
    await people.saveSession(record);
    return true;
  });
  return record;
}

/** What is known of this session: the only node remembers those that it waits for. */
async function earlierSession(
  { store, grace, neighbours }: ThisNode,
  session: SessionId,
): Promise<Earlier | undefined> {
  const waited = neighbours === undefined ? grace.waited(session) : undefined;
  return waited ?? store.people.session(session);
}

/** RS9: the polled connection lets go of the session; one on another node is asked and waited for a little. */
async function claim({ registry, broker, clock }: ThisNode, key: string, session: SessionId): Promise<void> {
  const here = registry.keyed.get(key);
  if (here !== undefined) return here.handOver(session);
  if (broker.isReliable || (await broker.isFollowed(`poll:${key}`)) !== true) return;
  broker.publish(`poll:${key}`, { type: 'handOver', session });
  for (let look = 1; look <= CLAIM_LOOKS; look += 1) {
    if ((await broker.isFollowed(`session:${session}`)) !== true) return;
    await new Promise<void>((resolve) => clock.after(CLAIM_LOOK_MS, resolve));
  }
}

/** Writes a session down that is taken in the registry; it is let go if that fails. */
async function keep(node: ThisNode, record: SessionRecord, write: () => Promise<boolean>): Promise<boolean> {
  try {
    return await write();
  } catch (error) {
    node.registry.release(record.id);
    node.grace.lost(record); // They are as far away as before.
    throw error;
  }
}

/** RS8: nobody is asked on the only node; among several the session may be another one's. */
async function takeOver(
  { store, broker, neighbours, log }: ThisNode,
  record: SessionRecord,
  earlier: Earlier,
): Promise<boolean> {
  const from = earlier.node;
  if (neighbours === undefined) {
    // Should this node end before it is written, then the next start waits for the session as it was.
    store.people.renewSession(record).catch((error: unknown) => {
      log.warn({ session: record.id, ...errorFacts(error) }, 'a session that came back could not be written down');
    });
    return true;
  }
  // A node that was killed is heard of after seconds, but listens to nothing from that moment on.
  const isDisconnected =
    from === undefined ||
    !(await neighbours.isAlive(from)) ||
    (await broker.isFollowed(`session:${record.id}`)) === false;
  return store.people.takeSession(record, { node: from, isDisconnected });
}

function newSession({ registry, ids }: ThisNode): SessionId {
  const id = ids.uuid() as SessionId;
  registry.take(id);
  return id;
}
