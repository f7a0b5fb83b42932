/**
 * What may stand in an `rtc` signal, read from whatever arrived: a description, a candidate, or which tracks are on.
 * Everything else is nothing (CA12). Pure; it knows neither peers nor the wire.
 */
import { LIMITS } from '../../protocol/constants.ts';

/** A session description. */
export interface Description {
  readonly type: 'offer' | 'answer';
  readonly sdp: string;
}

/** A candidate, as simple-peer words it. */
export interface Candidate {
  readonly type: 'candidate';
  readonly candidate: RTCIceCandidateInit & { readonly candidate: string };
}

/** Which tracks one end sends: switching them changes nothing else that the other end could see. */
export interface MediaState {
  readonly microphone: boolean;
  readonly camera: boolean;
}

/** Longer than any candidate of a browser. */
const CANDIDATE_LENGTH = 1_024;

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null ? (value as Fields) : undefined;
}

/** The description or candidate in `data`, rebuilt from its known fields alone, or undefined. */
export function readRtcData(data: unknown): Description | Candidate | undefined {
  const fields = fieldsOf(data);
  if (!fields) return undefined;
  return 'sdp' in fields ? readDescription(fields) : readCandidate(fieldsOf(fields.candidate));
}

/** The track states in `data`, or undefined. */
export function readMediaState(data: unknown): MediaState | undefined {
  const media = fieldsOf(fieldsOf(data)?.media);
  if (typeof media?.microphone !== 'boolean' || typeof media.camera !== 'boolean') return undefined;
  return { microphone: media.microphone, camera: media.camera };
}

function readDescription({ type, sdp }: Fields): Description | undefined {
  if ((type !== 'offer' && type !== 'answer') || typeof sdp !== 'string') return undefined;
  const fits = sdp.length <= LIMITS.sdpBytes && sdp.startsWith('v=0') && ufragsOf(sdp).size > 0;
  return fits ? { type, sdp } : undefined;
}

function readCandidate(fields: Fields | undefined): Candidate | undefined {
  if (!fields) return undefined;
  const { candidate, sdpMid, sdpMLineIndex } = fields;
  if (typeof candidate !== 'string' || candidate.length > CANDIDATE_LENGTH) return undefined;
  const mid = typeof sdpMid === 'string' ? sdpMid : null;
  const line = typeof sdpMLineIndex === 'number' ? sdpMLineIndex : null;
  // A browser throws at a candidate that belongs nowhere.
  if (mid === null && line === null) return undefined;
  return { type: 'candidate', candidate: { candidate, sdpMid: mid, sdpMLineIndex: line } };
}

/** The ICE generations that a description speaks of. */
export function ufragsOf(sdp: string): ReadonlySet<string> {
  return new Set(Array.from(sdp.matchAll(/^a=ice-ufrag:(\S+)/gm), ([, ufrag]) => ufrag ?? ''));
}

/** The ICE generation that a candidate belongs to, if it says so. */
export function ufragOf(candidate: string): string | undefined {
  return / ufrag (\S+)/.exec(candidate)?.[1];
}
