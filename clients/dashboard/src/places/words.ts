import { defineWords } from '../platform/language/define-words.ts';

export const places = defineWords({
  en: {
    projects: 'Projects',
    team: 'Team',
    menu: 'Menu',
    open_menu: 'Open the menu',
    skip: 'Skip to the content',
  },
  de: {
    projects: 'Projekte',
    team: 'Team',
    menu: 'Menü',
    open_menu: 'Menü öffnen',
    skip: 'Zum Inhalt springen',
  },
});
