export { default as InvitationList } from './InvitationList.vue';
export { default as InviteForm } from './InviteForm.vue';
