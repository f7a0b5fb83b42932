/**
 * What the server takes at most and waits for at longest, where browsers need not know it; what both ends of the wire
 * must agree on is in `protocol/constants.ts`. docs/limits.md explains each one and is held equal to the code. It knows
 * nothing of who enforces a limit.
 */

/** Limits that only the server knows, by name; sizes in bytes unless the name says otherwise. */
export const SERVER_LIMITS = {
  /** Headers of one request. */
  headerBytes: 8 * 1024,
  /** A JSON body; texts and settings are small. */
  bodyBytes: 64 * 1024,
  /** An uploaded photo of an agent. */
  photoBytes: 5 * 1024 * 1024,
  /** Pixels of a picture that is decoded: a photo of a modern phone. A small file could unfold into gigabytes. */
  photoPixels: 50_000_000,
  /** Requests of one address in a minute over all routes: far above a busy office, far below a flood. */
  requestsPerMinute: 1_200,
  /** Visitors that one address may make at once, and per second after that; each is a row until it is swept away. */
  newVisitorBurst: 300,
  newVisitorsPerSecond: 1,
  /** Times that one visitor may say hello at once, and per second after that; each writes a session down. */
  helloBurst: 60,
  hellosPerSecond: 2,
  /** Fragments of one message; browsers send one. */
  fragments: 64,
  /** Pieces of unparsed input that one socket may hold. */
  bufferedChunks: 256,
  /** Refusals `limited` in a row after which a browser that ignores `retryAfter` is a flood. */
  ignoredLimits: 500,
  /** Numbered `rtc` signals of one attempt and end: candidates, descriptions, and hours of muting and unmuting. */
  rtcPerAttempt: 4_096,
  /** Failed sign-ins of one account from one address within `guessMs`. */
  guessesPerAccount: 5,
  /** Failed sign-ins from one address within `addressGuessMs`, whatever the account. */
  guessesPerAddress: 50,
} as const;

/** Times that only the server knows, in milliseconds. */
export const SERVER_TIMES = {
  /** All headers of a request must be there within this time, also the first byte of a connection. */
  headersMs: 10_000,
  /** A whole request must be there within this time. */
  requestMs: 30_000,
  /** How often slow requests are looked for. */
  slowLookMs: 2_000,
  /** A browser that does not answer our close frame is cut off after this time. */
  closeMs: 5_000,
  /** A polled connection that has ended waits this long to tell its browser why. */
  lingerMs: 10_000,
  /** Windows in which failed sign-ins are counted. */
  guessMs: 15 * 60_000,
  addressGuessMs: 60 * 60_000,
  /** A sign-in lasts this long. */
  loginMs: 14 * 24 * 60 * 60_000,
  /** An invitation can be redeemed this long. */
  invitationMs: 7 * 24 * 60 * 60_000,
  /** The owner link can be redeemed this long; the next start prints a new one. */
  ownerLinkMs: 24 * 60 * 60_000,
  /** A visitor who has written nothing by then, and is not here, is forgotten. */
  unusedVisitorMs: 24 * 60 * 60_000,
  /** How often it is looked whether the number of a call-back is still needed. */
  lookAtNumberMs: 24 * 60 * 60_000,
  /** How visitors waited is known for so long: a season can be held against the one a year before. */
  waitsMs: 400 * 24 * 60 * 60_000,
  /** How often what has expired is swept away. */
  sweepMs: 60 * 60_000,
} as const;
