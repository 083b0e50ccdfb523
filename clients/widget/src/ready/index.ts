export { ReadyScreen } from './ReadyScreen.tsx';
