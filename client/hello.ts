/**
 * The first frame of a connection (FR3, RS1): who speaks, from where, and what is here already. Knows the limit that
 * the server holds before it knows anybody (FR4).
 */
import { LIMITS, PROTOCOL_VERSION } from '../protocol/constants.ts';
import type { Hello } from '../protocol/frames.ts';
import type { ConversationId, SessionId } from '../protocol/ids.ts';

/** Room for the secret of a polled line, which comes in last. */
const POLL_BYTES = 100;

/** What there is to say. */
export interface Greeting extends Pick<Hello, 'client' | 'locale'> {
  readonly site: Hello['site'];
  readonly token: Hello['token'];
  readonly page: Hello['page'];
  readonly session: SessionId | undefined;
  readonly epoch: string | undefined;
  /** Last numbers, the conversation that matters most first. */
  readonly heads: readonly (readonly [ConversationId, number])[];
}

/** The greeting as a frame; heads that do not fit are left out, the last ones first. */
export function helloFrame(greeting: Greeting): Hello {
  const { client, locale, site, token, page, session, epoch } = greeting;
  const base: Hello = {
    ...{ kind: 'hello', protocol: PROTOCOL_VERSION, client, locale },
    ...(site === undefined ? {} : { site }),
    ...(token === undefined ? {} : { token }),
    ...(page === undefined ? {} : { page }),
  };
  if (session === undefined || epoch === undefined) return base;
  let heads = greeting.heads.slice(0, LIMITS.followedConversations);
  const withHeads = (): Hello => ({ ...base, resume: { session, epoch, heads: Object.fromEntries(heads) } });
  while (heads.length > 0 && bytesOf(withHeads()) > LIMITS.helloBytes - POLL_BYTES) heads = heads.slice(0, -1);
  return withHeads();
}

function bytesOf(frame: Hello): number {
  return new TextEncoder().encode(JSON.stringify(frame)).length;
}
