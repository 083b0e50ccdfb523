export { EndedScreen } from './EndedScreen.tsx';
