/** Agents and the one-time codes that bring them in, as rows. A code is spent in the step that uses it (ST12). */
import type { Selectable } from 'kysely';
import type { DepartmentId } from '../../protocol/ids.ts';
import { first, rows } from './driver.ts';
import type { SqlDriver, Work } from './driver.ts';
import type { AgentRecord, CodeRecord, NewAgent, PeopleStore } from './people.ts';
import type { Database } from './schema.ts';

type AgentMethods = Pick<
  PeopleStore,
  | 'inviteAgent'
  | 'agents'
  | 'agent'
  | 'agentByEmail'
  | 'updateAgent'
  | 'createCode'
  | 'code'
  | 'redeemOwnerCode'
  | 'redeemInvitation'
>;

/** Lane of those who add agents and use their codes: what they find free stays free until they have taken it. */
const JOINING = 'joining';

/** The methods of the people store that concern agents. */
export function agentRows(driver: SqlDriver): AgentMethods {
  const { query, read, write } = driver;
  const agents = query.selectFrom('agents').selectAll();
  return {
    ...codeMethods(driver),
    inviteAgent: (agent, code) =>
      write(function* () {
        if (!(yield* addAgent(driver, agent, null))) return false;
        yield* addCode(driver, code);
        return true;
      }, JOINING),
    agents: () =>
      read(function* () {
        return (yield* rows(agents.orderBy('name').compile())).map(agentRecord);
      }),
    agent: (id) =>
      read(function* () {
        const row = yield* first(agents.where('id', '=', id).compile());
        return row && agentRecord(row);
      }),
    agentByEmail: (email) =>
      read(function* () {
        const row = yield* first(agents.where('email', '=', email).compile());
        return row && agentRecord(row);
      }),
    updateAgent: (id, change) =>
      write(function* () {
        const set = changedColumns(change);
        if (Object.keys(set).length === 0) return;
        yield* rows(query.updateTable('agents').set(set).where('id', '=', id).compile());
      }),
  };
}

function codeMethods(
  driver: SqlDriver,
): Pick<AgentMethods, 'createCode' | 'code' | 'redeemOwnerCode' | 'redeemInvitation'> {
  const { query, read, write } = driver;
  return {
    createCode: (code) => write(() => addCode(driver, code)),
    code: (codeHash, now) =>
      read(function* () {
        const found = query.selectFrom('codes').selectAll().where('code_hash', '=', codeHash);
        const row = yield* first(found.where('expires_at', '>', now).compile());
        return row && codeRecord(row);
      }),
    redeemOwnerCode: (codeHash, now, owner) =>
      write(function* () {
        const taken = query.selectFrom('agents').select('id').where('email', '=', owner.email);
        if ((yield* first(taken.compile())) !== undefined) return false;
        // Each start of the server prints a link, and two of them may be used at the same moment.
        const earlier = query.selectFrom('agents').select('id').where('role', '=', 'owner');
        if ((yield* first(earlier.compile())) !== undefined) return false;
        const code = yield* spendCode(driver, { codeHash, now, purpose: 'owner' });
        return code !== undefined && (yield* addAgent(driver, owner, owner.passwordHash));
      }, JOINING),
    redeemInvitation: (codeHash, now, passwordHash) =>
      write(function* () {
        const agent = (yield* spendCode(driver, { codeHash, now, purpose: 'invitation' }))?.agent ?? undefined;
        if (agent === undefined) return undefined;
        const set = { password_hash: passwordHash };
        yield* rows(query.updateTable('agents').set(set).where('id', '=', agent).compile());
        // A lost link must not let its finder in later.
        yield* rows(query.deleteFrom('codes').where('agent', '=', agent).compile());
        return agent;
      }, JOINING),
  };
}

/** False, and nothing written, if the e-mail is taken. */
function* addAgent({ query }: SqlDriver, agent: NewAgent, passwordHash: string | null): Work<boolean> {
  const insert = query.insertInto('agents').values({
    id: agent.id,
    name: agent.name,
    email: agent.email,
    role: agent.role,
    title: agent.title,
    languages: JSON.stringify(agent.languages),
    photo: null,
    password_hash: passwordHash,
    switch: 'available',
    departments: JSON.stringify(agent.departments),
  });
  const unlessTaken = insert.onConflict((conflict) => conflict.column('email').doNothing());
  return (yield* first(unlessTaken.returning('id').compile())) !== undefined;
}

function* addCode({ query }: SqlDriver, code: CodeRecord): Work<void> {
  const { codeHash: code_hash, purpose, agent, expiresAt: expires_at } = code;
  yield* rows(query.insertInto('codes').values({ code_hash, purpose, agent, expires_at }).compile());
}

/** ST12: whoever deletes the code has used it. */
function* spendCode(
  { query }: SqlDriver,
  { codeHash, purpose, now }: Pick<CodeRecord, 'codeHash' | 'purpose'> & { now: number },
): Work<CodeRecord | undefined> {
  const code = query.deleteFrom('codes').where('code_hash', '=', codeHash).where('purpose', '=', purpose);
  const row = yield* first(code.where('expires_at', '>', now).returningAll().compile());
  return row && codeRecord(row);
}

function codeRecord(row: Selectable<Database['codes']>): CodeRecord {
  return { codeHash: row.code_hash, purpose: row.purpose, agent: row.agent, expiresAt: row.expires_at };
}

function agentRecord(row: Selectable<Database['agents']>): AgentRecord {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    role: row.role,
    title: row.title,
    languages: JSON.parse(row.languages) as string[],
    photo: row.photo,
    passwordHash: row.password_hash,
    switch: row.switch,
    departments: JSON.parse(row.departments) as DepartmentId[],
    skills: JSON.parse(row.skills) as string[],
    chatCapacity: row.chat_capacity,
    callCapacity: row.call_capacity,
  };
}

function changedColumns(change: Parameters<PeopleStore['updateAgent']>[1]) {
  const { languages, departments, skills, passwordHash, chatCapacity, callCapacity, ...plain } = change;
  const lists = Object.entries({ languages, departments, skills }).filter(([, list]) => list !== undefined);
  return {
    ...plain,
    ...Object.fromEntries(lists.map(([name, list]) => [name, JSON.stringify(list)])),
    ...(passwordHash !== undefined && { password_hash: passwordHash }),
    ...(chatCapacity !== undefined && { chat_capacity: chatCapacity }),
    ...(callCapacity !== undefined && { call_capacity: callCapacity }),
  };
}
