import type { Editor } from '@tiptap/vue-3';
import type { WordKey } from '../platform/language/language.ts';

interface ToolbarItem {
  label: WordKey;
  icon: string;
  /** The label with its keys. */
  title: WordKey;
  active: [name: string, attributes?: Record<string, unknown>];
  toggle: (editor: Editor) => void;
}

export const toolbarItems: ToolbarItem[] = [
  {
    label: 'documents.bold',
    title: 'documents.bold_keys',
    icon: 'i-lucide-bold',
    active: ['bold'],
    toggle: (editor) => editor.chain().focus().toggleBold().run(),
  },
  {
    label: 'documents.italic',
    title: 'documents.italic_keys',
    icon: 'i-lucide-italic',
    active: ['italic'],
    toggle: (editor) => editor.chain().focus().toggleItalic().run(),
  },
  {
    label: 'documents.heading',
    title: 'documents.heading_keys',
    icon: 'i-lucide-heading',
    active: ['heading'],
    toggle: (editor) => editor.chain().focus().toggleHeading({ level: 2 }).run(),
  },
  {
    label: 'documents.list',
    title: 'documents.list_keys',
    icon: 'i-lucide-list',
    active: ['bulletList'],
    toggle: (editor) => editor.chain().focus().toggleBulletList().run(),
  },
  {
    label: 'documents.numbered_list',
    title: 'documents.numbered_list_keys',
    icon: 'i-lucide-list-ordered',
    active: ['orderedList'],
    toggle: (editor) => editor.chain().focus().toggleOrderedList().run(),
  },
];
