/** The call on the screen: each phase in words, every control by what it tells, one voice, and the focus never lost. */
import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { html } from 'lit';
import type { AnswerDetail, ShopbellCallStage, SwitchDetail } from '../../client/elements/call-stage.ts';
import '../../client/elements/call-stage.ts';
import type { CallState } from '../../client/call/call.ts';
import { elementTextsEn } from '../../client/elements/en.ts';
import {
  activeCall,
  all,
  aStream,
  clearPage,
  endedCall,
  fitsItsWidth,
  heard,
  inside,
  NOON,
  show,
  until,
  words,
  type Surroundings,
} from '../helpers/elements.ts';

const PERSON = { name: 'Mia', title: 'Advisor', photo: null };
const AUDIO = { audio: true, video: false };
const VIDEO = { audio: true, video: true };

function stage(state: CallState, around: Surroundings = {}): Promise<ShopbellCallStage> {
  return show(
    html`<shopbell-call-stage
      .state=${state}
      .texts=${elementTextsEn}
      .person=${PERSON}
      .now=${() => NOON}
    ></shopbell-call-stage>`,
    { height: 560, ...around },
  );
}

async function update(part: ShopbellCallStage, state: CallState): Promise<void> {
  part.state = state;
  await part.updateComplete;
}

const names = (part: ShopbellCallStage): string[] =>
  all(part, 'button').map((button) => button.getAttribute('aria-label') ?? words(button));
const press = (part: ShopbellCallStage, name: string): void =>
  all(part, 'button')
    .find((button) => (button.getAttribute('aria-label') ?? words(button)) === name)
    ?.click();
const said = (part: ShopbellCallStage): string => words(inside(part, '[role=status]'));

const LOUD = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'play');

afterEach(() => {
  if (LOUD !== undefined) Object.defineProperty(HTMLMediaElement.prototype, 'play', LOUD);
  clearPage();
});

describe('each phase in words', () => {
  const phases: readonly (readonly [string, CallState, string, readonly string[]])[] = [
    ['asking', activeCall({ phase: 'asking' }), 'Waiting for your browser', ['Cancel the call']],
    [
      'calling',
      activeCall({ phase: 'calling' }),
      'Calling…',
      ['Turn microphone off', 'Turn camera off', 'Cancel the call'],
    ],
    [
      'calling, and the other browser rings',
      activeCall({ phase: 'calling', alerting: true, camera: false }),
      'Ringing…',
      ['Turn microphone off', 'Turn camera on', 'Cancel the call'],
    ],
    [
      'ringing with camera',
      activeCall({ phase: 'ringing' }),
      'calls you, with camera',
      ['Answer with camera', 'Answer', 'Decline'],
    ],
    [
      'ringing without',
      activeCall({ phase: 'ringing', media: AUDIO }),
      'calls you',
      ['Answer', 'Answer with camera', 'Decline'],
    ],
    [
      'connecting',
      activeCall({ phase: 'connecting' }),
      'Connecting…',
      ['Turn microphone off', 'Turn camera off', 'Hang up'],
    ],
    ['connected', activeCall({ microphone: false }), 'Connected', ['Turn microphone on', 'Turn camera off', 'Hang up']],
    [
      'reconnecting',
      activeCall({ phase: 'reconnecting' }),
      'Reconnecting…',
      ['Turn microphone off', 'Turn camera off', 'Hang up'],
    ],
    ['elsewhere', activeCall({ elsewhere: true }), 'This call runs in another tab', ['Hang up']],
    ['ended', endedCall(), 'Call ended', ['Close']],
    ['missed', endedCall({ reason: 'missed' }), 'No answer', ['Close']],
    ['declined', endedCall({ reason: 'declined' }), 'Cannot talk right now', ['Close']],
    ['failed', endedCall({ reason: 'failed' }), 'The connection was lost', ['Close']],
    [
      'failed for a reason',
      endedCall({ reason: 'media', failure: 'busy' }),
      'Your microphone or camera is in use',
      ['Close'],
    ],
  ];
  for (const [name, state, text, controls] of phases) {
    it(`while it is ${name}`, async () => {
      const part = await stage(state);
      expect([said(part), names(part)]).to.deep.equal([text, controls]);
    });
  }

  it('draws nothing without a call', async () => {
    const part = await stage({ phase: 'idle' });
    expect(part.shadowRoot?.childElementCount).to.equal(0);
  });

  it('counts the time since both were connected, by the server’s clock', async () => {
    const part = await stage(activeCall({ connectedAt: NOON - 3_727_000 }));
    expect(words(inside(part, '[role=timer]'))).to.equal('1:02:07');
    part.now = () => NOON + 60_000;
    await part.updateComplete;
    expect(words(inside(part, '[role=timer]'))).to.equal('1:03:07');
  });

  it('says how long it lasted, if it did', async () => {
    const part = await stage(endedCall({ seconds: 197 }));
    expect(words(inside(part, '.figures'))).to.equal('It lasted 3:17');
    await update(part, endedCall({ reason: 'missed' }));
    expect(all(part, '.figures').length).to.equal(0);
  });

  it('[A5] names who is called and tells who is muted or has no camera', async () => {
    const part = await stage(activeCall({ remoteMicrophone: false, remoteCamera: false }));
    expect(words(inside(part, 'h2'))).to.equal('Mia');
    expect(all(part, '.badge').map(words)).to.deep.equal(['Mia: microphone off', 'Mia: camera off']);
    part.person = undefined;
    await part.updateComplete;
    expect(words(inside(part, 'h2'))).to.equal('The team');
  });

  it('says that the call goes on without a camera', async () => {
    const part = await stage(activeCall({ camera: false, failure: 'denied' }));
    expect(words(inside(part, '.help'))).to.equal('Your camera may not be used. The call goes on with sound.');
  });
});

describe('what people do', () => {
  it('tells of microphone and camera as they shall be', async () => {
    const part = await stage(activeCall({ camera: false }));
    const microphone = heard<SwitchDetail>(part, 'shopbell-microphone');
    const camera = heard<SwitchDetail>(part, 'shopbell-camera');
    press(part, 'Turn microphone off');
    press(part, 'Turn camera on');
    expect([microphone, camera]).to.deep.equal([[{ on: false }], [{ on: true }]]);
  });

  it('tells of an answer with its media, of a refusal, a hang-up and a read end', async () => {
    const part = await stage(activeCall({ phase: 'ringing' }));
    const answers = heard<AnswerDetail>(part, 'shopbell-answer');
    const plain = ['decline', 'hang-up', 'dismiss'].map((name) => heard(part, `shopbell-${name}`));
    press(part, 'Answer with camera');
    press(part, 'Answer');
    press(part, 'Decline');
    await update(part, activeCall());
    press(part, 'Hang up');
    await update(part, endedCall());
    press(part, 'Close');
    expect(answers).to.deep.equal([{ media: VIDEO }, { media: AUDIO }]);
    expect(plain.map((events) => events.length)).to.deep.equal([1, 1, 1]);
  });

  it('[A2] keeps the focus in the call from ringing to the end, by keyboard alone', async () => {
    const part = await stage(activeCall({ phase: 'ringing' }));
    const answers = heard(part, 'shopbell-answer');
    part.focus();
    await sendKeys({ press: 'Enter' });
    expect(answers.length).to.equal(1);
    await update(part, activeCall({ phase: 'connecting' }));
    const focused = (): string | null | undefined => part.shadowRoot?.activeElement?.getAttribute('aria-label');
    expect(focused()).to.equal('Hang up');
    await update(part, activeCall());
    expect(focused()).to.equal('Hang up');
    await update(part, endedCall());
    expect(words(part.shadowRoot?.activeElement as Element)).to.equal('Close');
  });
});

describe('faces and voices', () => {
  it('fills the stage with the other face, and shows the own one mirrored in a quarter of the width', async () => {
    const part = await stage(activeCall({ local: aStream(), remote: aStream() }), { width: 640 });
    const remote = inside<HTMLVideoElement>(part, '.remote');
    expect(remote.getBoundingClientRect().toJSON()).to.deep.equal(part.getBoundingClientRect().toJSON());
    expect(getComputedStyle(remote).objectFit).to.equal('cover');
    expect(inside(part, '.self').getBoundingClientRect().width).to.equal(160);
    expect(getComputedStyle(inside(part, '.self video')).transform).to.equal('matrix(-1, 0, 0, 1, 0, 0)');
    expect(all(part, 'shopbell-avatar').length).to.equal(0);
  });

  it('plays the other voice once: one audio element, and muted pictures', async () => {
    const remote = aStream();
    const part = await stage(activeCall({ local: aStream(), remote }));
    expect(all<HTMLAudioElement>(part, 'audio').map((audio) => audio.srcObject === remote)).to.deep.equal([true]);
    expect(all<HTMLVideoElement>(part, 'video').map((video) => video.muted)).to.deep.equal([true, true]);
    await until(() => !inside<HTMLAudioElement>(part, 'audio').paused);
    const labels = all(part, 'audio, video').map((element) => element.getAttribute('aria-label'));
    expect(labels).to.deep.equal(['Picture of Mia', 'Sound of Mia', 'Your camera']);
  });

  it('shows the face in a photo or initials while the other camera is off, and keeps the voice', async () => {
    const remote = aStream();
    const part = await stage(activeCall({ remote }));
    const before = inside(part, 'audio');
    await update(part, activeCall({ remote, remoteCamera: false }));
    expect(inside(part, '.remote').checkVisibility()).to.equal(false);
    expect(all(part, 'shopbell-avatar').length).to.equal(1);
    expect(inside(part, 'audio')).to.equal(before);
  });

  it('moves the own picture through the four corners, clear of the controls', async () => {
    const part = await stage(activeCall({ local: aStream(), remote: aStream() }));
    const seen = new Set<string>();
    for (let corner = 0; corner < 4; corner += 1) {
      const self = inside(part, '.self').getBoundingClientRect();
      seen.add(`${Math.round(self.left)} ${Math.round(self.top)}`);
      for (const control of all(part, '.control')) {
        const box = control.getBoundingClientRect();
        const apart =
          box.right <= self.left || box.left >= self.right || box.bottom <= self.top || box.top >= self.bottom;
        expect(apart).to.equal(true);
      }
      press(part, 'Move your picture to the next corner');
      await part.updateComplete;
    }
    expect(seen.size).to.equal(4);
  });

  it('shows no own picture while the camera is off or somebody else’s call only rings', async () => {
    const part = await stage(activeCall({ local: aStream(), camera: false }));
    expect(all(part, '.self').length).to.equal(0);
    await update(part, activeCall({ local: aStream(), phase: 'ringing' }));
    expect(all(part, '.self').length).to.equal(0);
  });

  it('asks for a tap where the browser refuses to play, and plays then', async () => {
    let allowed = false;
    Object.defineProperty(HTMLMediaElement.prototype, 'play', {
      configurable: true,
      value: () => (allowed ? Promise.resolve() : Promise.reject(new DOMException('no gesture', 'NotAllowedError'))),
    });
    const part = await stage(activeCall({ remote: aStream() }));
    await until(() => names(part).includes('Tap to hear'));
    allowed = true;
    press(part, 'Tap to hear');
    await until(() => !names(part).includes('Tap to hear'));
    expect(names(part)).to.deep.equal(['Turn microphone off', 'Turn camera off', 'Hang up']);
  });
});

describe('where there is little room', () => {
  const states: Readonly<Record<string, CallState>> = {
    ringing: activeCall({ phase: 'ringing' }),
    connected: activeCall({ remoteMicrophone: false }),
    reconnecting: activeCall({ phase: 'reconnecting' }),
    failed: endedCall({ reason: 'failed', failure: 'unreachable' }),
  };
  for (const [name, state] of Object.entries(states)) {
    it(`${name} fits into 320 × 480 px, with targets of 44 px`, async () => {
      const part = await stage(state, { width: 320, height: 480 });
      expect(fitsItsWidth(part)).to.equal(true);
      const box = part.getBoundingClientRect();
      for (const button of all(part, 'button')) {
        const { bottom, width, height } = button.getBoundingClientRect();
        expect(bottom).to.be.at.most(box.bottom);
        expect(Math.min(width, height)).to.be.at.least(44);
      }
    });
  }
});
