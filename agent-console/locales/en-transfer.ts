/** The console's words for handing conversations over, in English. */
import type { TransferTexts } from '../transfer-texts.ts';

const visitors = (count: number): string => (count === 1 ? '1 visitor' : `${count} visitors`);

/** English. */
export const transferTextsEn: TransferTexts = {
  title: 'Hand over',
  open: 'Hand over to somebody else',
  people: 'People',
  departments: 'Departments',
  load: (load, capacity) => `${load} of ${capacity} conversations`,
  department: (isOpen, available) =>
    `${isOpen ? 'Open' : 'Closed'} · ${available === 1 ? '1 person' : `${available} people`} there`,
  nobody: 'Nobody else is part of the team yet.',
  note: 'Note for whoever takes it',
  noteHelp: 'Only your team sees it. What has been said so far they see anyway.',
  how: 'When they say yes',
  cold: 'They take over',
  coldHelp: 'You leave, and the visitor reads who is there now.',
  coldHelpInCall: 'You leave when your call is over, and the visitor reads who is there now.',
  warm: 'They join',
  warmHelp: 'You stay beside them until you leave.',
  start: 'Ask',
  choose: 'Choose somebody first.',
  loadFailed: 'The team could not be loaded. Try again in a moment.',
  hindrance: {
    inside: (name) => `${name} is in this conversation already.`,
    away: (name) => `${name} is away at the moment. Choose somebody else.`,
    offline: (name) => `${name} is not here at the moment. Choose somebody else.`,
    full: (name) => `${name} has as many conversations as one can lead well. Choose somebody else.`,
    unstaffed: (name) => `Nobody else is available in ${name} at the moment.`,
    pending: () => 'Somebody is being asked already. Take that back first.',
  },
  pending: (name) => `${name} is being asked. The visitor stays with you until then.`,
  pendingIn: (department) => `${department} is being asked. The visitor stays with you until then.`,
  cancel: 'Take back',
  result: {
    accepted: (name) => `${name} has taken it.`,
    declined: (name) => `${name} cannot take it now. The visitor is still with you.`,
    expired: (name) => `${name} did not answer in time. The visitor is still with you.`,
    failed: (name) => `${name} is gone. The visitor is still with you.`,
  },
  asks: (name, visitor) => `${name} asks you to take ${visitor}`,
  accept: 'Accept',
  decline: 'Not now',
  stays: (name) => `${name} stays beside you at first.`,
  goes: (name) => `${name} leaves when you come.`,
  noNote: 'No note.',
  leave: 'Leave',
  leaveHelp: 'Leave this conversation to the others',
  leaveInCall: 'You are in a call. Hang up first.',
  leaveLast: 'You are the last one here. Hand the conversation over instead.',
  started: (by, to) => `${by} asks ${to} to take over`,
  ended: {
    declined: (name) => `${name} could not take it`,
    expired: (name) => `${name} did not answer in time`,
    cancelled: () => 'The wish to hand over was taken back',
    failed: (name) => `${name} was gone`,
  },
  theDepartment: 'another department',
  away: {
    title: (count) => `${visitors(count)} with you`,
    help: 'You are away now and get no new conversations. Those you have can stay with you, or go on with somebody else.',
    helpSignOut:
      'Who stays with you would be alone for some seconds before somebody else is asked. Hand them over first.',
    keep: 'Keep with me',
    signOutAnyway: 'Sign out now',
    all: (count) => (count === 1 ? 'Hand over' : `Hand over all ${count}`),
    one: 'Hand over',
    oneLabel: (visitor) => `Hand over ${visitor}`,
    inCall: 'In a call: hang up first',
  },
};
