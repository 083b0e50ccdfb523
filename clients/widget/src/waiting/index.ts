export { WaitingScreen } from './WaitingScreen.tsx';
