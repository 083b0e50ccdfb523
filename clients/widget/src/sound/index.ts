export { createChime } from './chime.ts';
export type { Chime } from './chime.ts';
export { SoundButton } from './SoundButton.tsx';
