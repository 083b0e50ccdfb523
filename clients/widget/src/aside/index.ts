export { AsideScreen } from './AsideScreen.tsx';
