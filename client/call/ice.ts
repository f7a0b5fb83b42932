/**
 * Asks the server for the servers through which a call may find its way. Loaded with the first call. Knows the door; knows
 * nothing of what comes of it.
 */
import type { CallId, ConversationId } from '../../protocol/ids.ts';
import type { IceSettings } from '../../protocol/models.ts';

/** How long the door is waited for: a call without servers is better than none. */
const PATIENCE_MS = 4_000;

/** Where to ask, and as whom: a widget by its token, a console by its cookie. */
export interface IceDoor {
  readonly server: string;
  token(): string | undefined;
}

/** The servers for one end of this call; throws when there is no answer. */
export async function askForServers(door: IceDoor, conversation: ConversationId, call: CallId): Promise<IceSettings> {
  const url = new URL(`/v1/conversations/${conversation}/calls/${call}/ice`, door.server);
  const token = door.token();
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const response = await fetch(url, { headers, signal, credentials: 'same-origin' });
  if (!response.ok) throw new Error(`The ICE door answered ${response.status}`);
  return (await response.json()) as IceSettings;
}
