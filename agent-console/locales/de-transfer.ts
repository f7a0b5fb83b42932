/** The console's words for handing conversations over, in German. */
import type { TransferTexts } from '../transfer-texts.ts';

const guests = (count: number): string => (count === 1 ? '1 Gast' : `${count} Gäste`);

/** German. */
export const transferTextsDe: TransferTexts = {
  title: 'Übergeben',
  open: 'An jemand anderen übergeben',
  people: 'Personen',
  departments: 'Abteilungen',
  load: (load, capacity) => `${load} von ${capacity} Gesprächen`,
  department: (isOpen, available) =>
    `${isOpen ? 'Geöffnet' : 'Geschlossen'} · ${available === 1 ? '1 Person' : `${available} Personen`} da`,
  nobody: 'Noch gehört niemand sonst zum Team.',
  note: 'Notiz für die Person, die übernimmt',
  noteHelp: 'Nur Ihr Team sieht sie. Was bisher gesagt wurde, ist ohnehin zu sehen.',
  how: 'Wenn zugesagt wird',
  cold: 'Ganz übergeben',
  coldHelp: 'Sie gehen, und der Gast liest, wer jetzt da ist.',
  coldHelpInCall: 'Sie gehen, wenn Ihr Anruf zu Ende ist, und der Gast liest, wer jetzt da ist.',
  warm: 'Dazuholen',
  warmHelp: 'Sie bleiben dabei, bis Sie selbst gehen.',
  start: 'Fragen',
  choose: 'Bitte wählen Sie zuerst jemanden.',
  loadFailed: 'Das Team konnte nicht geladen werden. Bitte versuchen Sie es gleich noch einmal.',
  hindrance: {
    inside: (name) => `${name} ist schon in diesem Gespräch.`,
    away: (name) => `${name} ist gerade abwesend. Bitte wählen Sie jemand anderen.`,
    offline: (name) => `${name} ist gerade nicht da. Bitte wählen Sie jemand anderen.`,
    full: (name) => `${name} hat so viele Gespräche, wie ein Mensch gut führen kann. Bitte wählen Sie jemand anderen.`,
    unstaffed: (name) => `In ${name} ist gerade niemand sonst da.`,
    pending: () => 'Es wird schon jemand gefragt. Nehmen Sie das zuerst zurück.',
  },
  pending: (name) => `${name} wird gefragt. Bis dahin bleibt der Gast bei Ihnen.`,
  pendingIn: (department) => `${department} wird gefragt. Bis dahin bleibt der Gast bei Ihnen.`,
  cancel: 'Zurücknehmen',
  result: {
    accepted: (name) => `${name} hat übernommen.`,
    declined: (name) => `${name} kann gerade nicht. Der Gast ist weiter bei Ihnen.`,
    expired: (name) => `${name} hat nicht rechtzeitig geantwortet. Der Gast ist weiter bei Ihnen.`,
    failed: (name) => `${name} ist nicht mehr da. Der Gast ist weiter bei Ihnen.`,
  },
  asks: (name, visitor) => `${name} bittet Sie um Übernahme: ${visitor}`,
  accept: 'Annehmen',
  decline: 'Jetzt nicht',
  stays: (name) => `${name} bleibt zunächst dabei.`,
  goes: (name) => `${name} geht, wenn Sie kommen.`,
  noNote: 'Ohne Notiz.',
  leave: 'Gehen',
  leaveHelp: 'Dieses Gespräch den anderen überlassen',
  leaveInCall: 'Sie sind in einem Anruf. Bitte legen Sie zuerst auf.',
  leaveLast: 'Ausser Ihnen ist niemand mehr da. Bitte übergeben Sie das Gespräch.',
  started: (by, to) => `${by} bittet um Übernahme: ${to}`,
  ended: {
    declined: (name) => `${name} konnte nicht`,
    expired: (name) => `${name} hat nicht rechtzeitig geantwortet`,
    cancelled: () => 'Die Bitte um Übernahme wurde zurückgenommen',
    failed: (name) => `${name} war nicht mehr da`,
  },
  theDepartment: 'Eine andere Abteilung',
  away: {
    title: (count) => `${guests(count)} bei Ihnen`,
    help: 'Sie sind jetzt abwesend und bekommen keine neuen Gespräche. Die Sie haben, können bei Ihnen bleiben oder mit jemand anderem weitergehen.',
    helpSignOut:
      'Wer bei Ihnen bleibt, wäre einige Sekunden allein, bevor jemand anderes gefragt wird. Bitte übergeben Sie zuerst.',
    keep: 'Bei mir behalten',
    signOutAnyway: 'Jetzt abmelden',
    all: (count) => (count === 1 ? 'Übergeben' : `Alle ${count} übergeben`),
    one: 'Übergeben',
    oneLabel: (visitor) => `${visitor} übergeben`,
    inCall: 'Im Anruf: bitte zuerst auflegen',
  },
};
