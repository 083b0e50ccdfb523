export { askWhenDue } from './ask-attention.ts';
export { missAttention } from './miss-attention.ts';
