import type { Editor } from '@tiptap/vue-3';

interface ToolbarItem {
  label: string;
  icon: string;
  keys: string;
  active: [name: string, attributes?: Record<string, unknown>];
  toggle: (editor: Editor) => void;
}

export const toolbarItems: ToolbarItem[] = [
  {
    label: 'Bold',
    icon: 'i-lucide-bold',
    keys: 'Ctrl B',
    active: ['bold'],
    toggle: (editor) => editor.chain().focus().toggleBold().run(),
  },
  {
    label: 'Italic',
    icon: 'i-lucide-italic',
    keys: 'Ctrl I',
    active: ['italic'],
    toggle: (editor) => editor.chain().focus().toggleItalic().run(),
  },
  {
    label: 'Heading',
    icon: 'i-lucide-heading',
    keys: 'Ctrl Alt 2',
    active: ['heading'],
    toggle: (editor) => editor.chain().focus().toggleHeading({ level: 2 }).run(),
  },
  {
    label: 'List',
    icon: 'i-lucide-list',
    keys: 'Ctrl Shift 8',
    active: ['bulletList'],
    toggle: (editor) => editor.chain().focus().toggleBulletList().run(),
  },
  {
    label: 'Numbered list',
    icon: 'i-lucide-list-ordered',
    keys: 'Ctrl Shift 7',
    active: ['orderedList'],
    toggle: (editor) => editor.chain().focus().toggleOrderedList().run(),
  },
];
