import { describe, expect, it } from '@jest/globals';
import { rawWordsOf } from './raw-words.build.ts';
import { sources } from './sources.build.ts';

describe('words that no other language has', () => {
  it.each([
    ['between tags', '<template>\n<p>Not saved</p></template>', '2: Not saved'],
    ['in what is read out', '<template><b aria-label="Close" /></template>', '1: Close'],
    ['in a braced expression', "<template>{{ isOn ? 'Yes' : t('a.b') }}</template>", '1: Yes'],
    ['in a bound attribute', '<template><b :title="`Stop ${name}`" /></template>', '1: Stop'],
    ['in the script', "<script setup>\nconst words = 'Saved first';</script>", '2: Saved first'],
    ['in the name of a thing', "<script setup>const item = { label: 'Bold' };</script>", '1: Bold'],
  ])('are found %s', (_where, source, expected) => {
    expect(rawWordsOf('Some.vue', source)).toEqual([expected]);
  });

  it('are not what only the program reads', () => {
    const source = `<script setup>const icon = { name: 'i-lucide-x' }; // Only here</script>
      <template><p class="p-4 flex" :key="'own'">{{ t('teams.name') }} · {{ kind === 'one' ? 1 : 2 }}</p></template>`;
    expect(rawWordsOf('Some.vue', source)).toEqual([]);
  });

  it('are nowhere in the dashboard', () => {
    const found = sources
      .filter(({ file }) => !/(^|\/)words(\.\w\w)?\.ts$/.test(file))
      .flatMap(({ file, text }) => rawWordsOf(file, text).map((words) => `${file}:${words}`));
    expect(found).toEqual([]);
  });
});
