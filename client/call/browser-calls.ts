/**
 * The call model with this browser's devices and peer connections: everything that a call needs, loaded with the first
 * one. It only composes.
 */
import { browserDevices } from './devices.ts';
import { askForServers } from './ice.ts';
import type { IceDoor } from './ice.ts';
import { Calls } from './model.ts';
import type { CallPorts } from './model.ts';

/** What the model needs besides the browser. */
export type BrowserCallPorts = Omit<CallPorts, 'devices' | 'loadPeer' | 'ice'> & { readonly iceDoor: IceDoor };

/** The calls of this document. */
export function browserCalls(ports: BrowserCallPorts): Calls {
  const loadPeer = async () => (await import('./peer.ts')).createPeer;
  const ice: CallPorts['ice'] = (conversation, call) => askForServers(ports.iceDoor, conversation, call);
  return new Calls({ ...ports, ice, devices: browserDevices, loadPeer });
}
