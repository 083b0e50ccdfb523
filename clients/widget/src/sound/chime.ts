/** Two soft notes that say that the group is complete. */
const notes = [660, 880];
const noteSeconds = 0.18;
const volume = 0.15;

const playNote = (context: AudioContext, frequency: number, at: number): void => {
  const source = new OscillatorNode(context, { frequency });
  const gain = new GainNode(context, { gain: 0 });
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(volume, at + 0.02);
  gain.gain.exponentialRampToValueAtTime(0.001, at + noteSeconds * 2);
  source.connect(gain).connect(context.destination);
  source.start(at);
  source.stop(at + noteSeconds * 2);
};

/** A sound that may be turned off. Browsers let a page sound only after the reader has touched it. */
export const createChime = (page: Document) => {
  let context: AudioContext | null = null;
  let isOn = true;

  const unlock = (): void => {
    context ??= new AudioContext();
    void context.resume();
  };
  page.addEventListener('click', unlock, { once: true, capture: true });

  return {
    isOn: () => isOn,
    toggle: (): void => {
      isOn = !isOn;
    },
    play: (): void => {
      if (!isOn || context?.state !== 'running') return;
      const start = context.currentTime;
      for (const [index, frequency] of notes.entries())
        playNote(context, frequency, start + index * noteSeconds);
    },
  };
};

export type Chime = ReturnType<typeof createChime>;
