export { LeaveButton } from './LeaveButton.tsx';
