import { richTextMarks, richTextNodes } from '@convomatic/contracts/names';
import { Schema } from 'prosemirror-model';

export const schema: Schema = new Schema({ nodes: richTextNodes, marks: richTextMarks });
