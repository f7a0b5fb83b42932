/**
 * The part of simple-peer that peer.ts uses; its published types bring Node's along. Knows nothing of the rest.
 */
declare module 'simple-peer' {
  /** One peer connection that signals through `signal` events. */
  export default class SimplePeer {
    constructor(options: {
      readonly initiator: boolean;
      readonly config: RTCConfiguration;
      readonly wrtc: {
        readonly RTCPeerConnection: unknown;
        readonly RTCSessionDescription: unknown;
        readonly RTCIceCandidate: unknown;
      };
    });
    readonly destroyed: boolean;
    signal(data: object): void;
    destroy(): void;
    on(event: 'signal', listener: (data: Record<string, unknown>) => void): this;
    on(event: 'error', listener: (error: Error) => void): this;
    on(event: 'close', listener: () => void): this;
  }
}
