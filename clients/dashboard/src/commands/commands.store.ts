import { defineStore } from 'pinia';
import { ref } from 'vue';

/** Whether the palette of commands is open; the rail's search field and Ctrl K open it. */
export const useCommands = defineStore('commands', () => {
  const isOpen = ref(false);
  const toggle = (): void => {
    isOpen.value = !isOpen.value;
  };
  return { isOpen, toggle };
});
