export { useTeam } from './team.store.ts';
export { default as TeamCreate } from './TeamCreate.vue';
