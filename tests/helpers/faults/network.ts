/**
 * The way from browsers to one server, with everything that can happen on it: a network that carries bytes before one
 * that reads frames. Knows both proxies; what they are told to do is a scenario's business.
 */
import { SHOP_ORIGIN } from '../app.ts';
import { FrameProxy } from './frame-proxy.ts';
import { TcpProxy } from './tcp-proxy.ts';

export interface Network {
  /** What browsers take for the server's origin. */
  readonly url: string;
  readonly bytes: TcpProxy;
  readonly frames: FrameProxy;
  close(): Promise<void>;
}

/** Opens the way to this server, whose origin is asked for anew by each connection. */
export async function openNetwork(server: () => string): Promise<Network> {
  const frames = await FrameProxy.start({ url: server, shopOrigin: SHOP_ORIGIN });
  const bytes = await TcpProxy.start(() => frames.port);
  return {
    url: `http://127.0.0.1:${bytes.port}`,
    bytes,
    frames,
    async close() {
      await bytes.close();
      await frames.close();
    },
  };
}
