/** The door to photos and attachments: bytes under random keys. Knows what kinds there are, not where they lie. */

/** What bytes are kept for; a key finds nothing that is kept for something else. */
export type BlobPurpose = 'photo';

/** Bytes with their media type. */
export interface Blob {
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** The door to bytes. */
export interface BlobStore {
  /** Resolves to a random key once the bytes are on stable storage. */
  save(purpose: BlobPurpose, blob: Blob): Promise<string>;
  /** What was saved under the key. Throws `StoreUnavailable` if the bytes are not there any more, or not the same. */
  find(purpose: BlobPurpose, key: string): Promise<Blob | undefined>;
}
