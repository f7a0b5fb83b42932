/**
 * The ICE servers of one call, as the server gives them to its two sides (CA11): a visitor shows their token, the console
 * its cookie. Knows the door; what the servers are used for is the peer connection's business.
 */
import type { CallId, ConversationId } from '../../protocol/ids.ts';
import type { IceSettings } from '../../protocol/models.ts';

/** Where to ask, and as whom. */
export interface IceDoor {
  /** Origin of the Shopbell server. */
  readonly server: string;
  /** The visitor token; the console has none. */
  token(): string | undefined;
}

/** How long the door is waited for: a call without servers is better than none. */
const PATIENCE_MS = 4_000;

/** Asks for the servers of this call; throws when they cannot be had. */
export async function askIceDoor(door: IceDoor, conversation: ConversationId, call: CallId): Promise<IceSettings> {
  const url = new URL(`/v1/conversations/${conversation}/calls/${call}/ice`, door.server);
  const token = door.token();
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const response = await fetch(url, { headers, signal, credentials: 'same-origin' });
  if (!response.ok) throw new Error(`The ICE door answered ${response.status}`);
  return (await response.json()) as IceSettings;
}
