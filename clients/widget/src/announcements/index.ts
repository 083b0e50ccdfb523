export { LiveRegions } from './LiveRegions.tsx';
