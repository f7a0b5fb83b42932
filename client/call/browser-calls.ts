/**
 * The call model with this browser's devices and peer connections: everything that a call needs, loaded with the first
 * one. It only composes.
 */
import { browserDevices } from './devices.ts';
import { Calls } from './model.ts';
import type { CallPorts } from './model.ts';

/** What the model needs besides the browser. */
export type BrowserCallPorts = Omit<CallPorts, 'devices' | 'loadPeer'>;

/** The calls of this document. */
export function browserCalls(ports: BrowserCallPorts): Calls {
  const loadPeer = async () => (await import('./peer.ts')).createPeer;
  return new Calls({ ...ports, devices: browserDevices, loadPeer });
}
