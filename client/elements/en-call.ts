/** The texts of the call's parts in English, apart from the chat's because they are needed only with a call. */
import type { CallTexts } from './texts.ts';

/** English: before, during and after a call. */
export const callTextsEn: CallTexts = {
  explain: {
    title: (media) => (media.video ? 'Before the video call' : 'Before the call'),
    ask: (media) =>
      media.video
        ? 'Your browser will ask for your camera and microphone. Please allow both.'
        : 'Your browser will ask for your microphone. Please allow it.',
    unrecorded: 'Nobody records the call. You can hang up at any time.',
    choice: 'How would you like to talk?',
    audio: 'Voice only',
    audioHint: 'Nobody sees you',
    video: 'With camera',
    videoHint: 'You see each other',
    start: 'Continue',
    cancel: 'Not now',
    retry: 'Try again',
    byText: 'Go on by text',
    failure: {
      denied: {
        title: 'Your browser may not use your microphone or camera',
        text: 'To change that, open the lock or settings sign next to the page’s address, allow the microphone, and try again.',
      },
      missing: {
        title: 'No microphone or camera found',
        text: 'Plug in a microphone or a headset, then try again.',
      },
      busy: {
        title: 'Your microphone or camera is in use',
        text: 'Another program or tab is using it. Close that one, then try again.',
      },
      insecure: {
        title: 'Calls do not work on this page',
        text: 'Browsers allow calls only on pages with a secure address (https). You can go on by text here.',
      },
      'forbidden-by-page': {
        title: 'Calls do not work on this page',
        text: 'This page does not let browsers use a microphone. You can go on by text here, or call from another page of the shop.',
      },
      unreachable: {
        title: 'The call could not be connected',
        text: 'Your network may block calls. Try again, try another network, or go on by text.',
      },
    },
  },
  stage: {
    label: (name) => `Call with ${name}`,
    team: 'The team',
    asking: 'Waiting for your browser',
    calling: 'Calling…',
    alerting: 'Ringing…',
    ringing: (video) => (video ? 'calls you, with camera' : 'calls you'),
    connecting: 'Connecting…',
    connected: 'Connected',
    reconnecting: 'Reconnecting…',
    reconnectingHelp: 'The line was lost. We keep trying for half a minute.',
    elsewhere: 'This call runs in another tab',
    duration: 'Duration',
    askingHelp: 'Please allow the microphone when your browser asks.',
    microphoneOff: 'Turn microphone off',
    microphoneOn: 'Turn microphone on',
    cameraOff: 'Turn camera off',
    cameraOn: 'Turn camera on',
    hangUp: 'Hang up',
    cancel: 'Cancel the call',
    acceptAudio: 'Answer',
    acceptVideo: 'Answer with camera',
    decline: 'Decline',
    dismiss: 'Close',
    tapToHear: 'Tap to hear',
    moveSelf: 'Move your picture to the next corner',
    you: 'Your camera',
    controls: 'Call controls',
    sound: (name) => `Sound of ${name}`,
    picture: (name) => `Picture of ${name}`,
    remoteMuted: (name) => `${name}: microphone off`,
    remoteCameraOff: (name) => `${name}: camera off`,
    goesOn: {
      denied: 'Your camera may not be used. The call goes on with sound.',
      missing: 'No camera found. The call goes on with sound.',
      busy: 'Your camera is in use elsewhere. The call goes on with sound.',
      insecure: 'The camera needs a secure page. The call goes on with sound.',
      'forbidden-by-page': 'This page does not allow the camera. The call goes on with sound.',
      unreachable: 'Your picture cannot be sent now. The call goes on with sound.',
    },
    ended: {
      hangup: 'Call ended',
      declined: 'Cannot talk right now',
      missed: 'No answer',
      cancelled: 'Call cancelled',
      failed: 'The connection was lost',
      answered_elsewhere: 'Answered somewhere else',
      media: 'The call could not start',
    },
    lasted: (duration) => `It lasted ${duration}`,
  },
};
