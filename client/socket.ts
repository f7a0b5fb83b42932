/**
 * A socket as a connection uses it: opened, greeted with a hello, heard frame by frame. Knows how frames travel; knows
 * nothing of what they say, nor of coming back.
 */
import { SUBPROTOCOL } from '../protocol/constants.ts';
import type { Hello, ServerFrame } from '../protocol/frames.ts';

/** What carries frames to the server. */
export interface Wire {
  send(text: string): void;
  close(code: number): void;
}

/** Who listens to a wire. */
export interface Ears {
  hear(frame: ServerFrame | undefined): void;
  /** The wire is gone, with a close code. */
  ended(code: number): void;
}

/** Opens a socket that says hello as soon as it can. */
export function openSocket(url: string, hello: Hello, { hear, ended }: Ears): Wire {
  const socket = new WebSocket(url, SUBPROTOCOL);
  socket.onopen = () => socket.send(JSON.stringify(hello));
  socket.onmessage = ({ data }: MessageEvent<unknown>) => parse(data).forEach(hear);
  socket.onclose = ({ code }) => ended(code);
  return socket;
}

/** The frames in a text (FR1); what is none of ours is undefined, and still a sign of life. */
function parse(data: unknown): (ServerFrame | undefined)[] {
  try {
    const said: unknown = JSON.parse(String(data));
    const frames: unknown[] = Array.isArray(said) ? said : [said];
    return frames.map((frame) => (typeof frame === 'object' && frame !== null ? (frame as ServerFrame) : undefined));
  } catch {
    return [undefined];
  }
}
