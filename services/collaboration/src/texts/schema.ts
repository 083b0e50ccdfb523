import { richTextMarks, richTextNodes } from '@convomatic/contracts/names';
import { Schema } from 'prosemirror-model';

export const schema = new Schema({ nodes: richTextNodes, marks: richTextMarks });
