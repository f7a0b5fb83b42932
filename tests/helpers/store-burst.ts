/**
 * A process that writes messages as fast as it can until it is killed, and says on its standard output which ones were
 * acknowledged: `node store-burst.ts <folder> acknowledged`. With `hasty` it says so before the commit, which is the
 * mistake that a test of durability must notice. Knows only the store's door.
 */
import { writeSync } from 'node:fs';
import { CASE_NUMBERS, formatCaseNumber } from '../../protocol/ids.ts';
import type { CommandId, ConversationId } from '../../protocol/ids.ts';
import { randomIds } from '../../server/clock.ts';
import { apply, columns } from '../../server/domain/conversation.ts';
import { openSqliteStore } from '../../server/store/sqlite-store.ts';
import { aCommit, aStart } from './commits.ts';

const CONVERSATIONS = 8;
const SENDERS_EACH = 12;

const [folder = '', mode] = process.argv.slice(2);
const store = await openSqliteStore({ folder, model: { apply, columns }, ids: randomIds });

async function startOne(): Promise<ConversationId> {
  const conversation = randomIds.uuid() as ConversationId;
  const caseNumber = formatCaseNumber(randomIds.integer(CASE_NUMBERS));
  await store.commit({ ...aStart({ conversation, caseNumber }), command: randomIds.uuid() as CommandId });
  return conversation;
}

async function sendForEver(conversation: ConversationId): Promise<never> {
  for (;;) {
    const command = randomIds.uuid() as CommandId;
    if (mode === 'hasty') say(conversation, command);
    await store.commit(aCommit(conversation, {}, { command }));
    if (mode !== 'hasty') say(conversation, command);
  }
}

/** At once, and not through a stream whose buffer would die with the process. */
function say(conversation: ConversationId, command: CommandId): void {
  writeSync(1, `${conversation} ${command}\n`);
}

const conversations = await Promise.all(Array.from({ length: CONVERSATIONS }, startOne));
const places = Array.from({ length: SENDERS_EACH }, () => conversations).flat();
await Promise.all(places.map(sendForEver));
