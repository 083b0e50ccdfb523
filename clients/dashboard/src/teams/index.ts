export { useTeam } from './team.store.ts';
export { default as NoTeam } from './NoTeam.vue';
export { default as TeamCreate } from './TeamCreate.vue';
export { default as TeamCreateModal } from './TeamCreateModal.vue';
export { default as TeamLost } from './TeamLost.vue';
export { default as TeamSwitcher } from './TeamSwitcher.vue';
